import { ok, type Refusal, type Result, refuse } from '../kernel/result.ts';
import { foldedText } from '../kernel/text.ts';

/** One condition of a list: `{"Field": …, "Value": …, "Operator": …}`, names in any case (conventions 7). */
export interface Filter<Field extends string> {
  readonly field: Field;
  readonly operator: FilterOperator;
  readonly value: string;
}
export type FilterOperator = 'equals' | 'startswith' | 'substring';

/** Longer than anything that lists are searched for. */
const VALUE_LENGTH_MAX = 256;

const plain = (text: unknown): string => (typeof text === 'string' ? text.toLowerCase().replaceAll('_', '') : '');

/** Reads a filter. Undefined when there is none; refuses a field or an operator that the list does not know. */
export function parseFilter<const Field extends string>(
  text: string | undefined,
  fields: readonly Field[],
  operators: readonly FilterOperator[],
): Result<Filter<Field> | undefined, Refusal<'invalid_input'>> {
  if (text === undefined || text === '') return ok(undefined);
  const refused = (description: string) => refuse('invalid_input', { field: 'filter', description });
  const members = parseMembers(text);
  if (!members) return refused('The filter is not a JSON object.');
  const field = fields.find((known) => plain(known) === plain(members.get('field')));
  const operator = operators.find((known) => known === plain(members.get('operator')));
  const value = members.get('value');
  if (!field) return refused(`Field must be one of ${fields.join(', ')}.`);
  if (!operator) return refused(`Operator must be one of ${operators.join(', ')}.`);
  if (typeof value !== 'string' && typeof value !== 'boolean') return refused('Value must be a text.');
  if (String(value).length > VALUE_LENGTH_MAX) return refused(`Value has at most ${VALUE_LENGTH_MAX} characters.`);
  return ok({ field, operator, value: String(value) });
}

function parseMembers(text: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
    return new Map(Object.entries(parsed).map(([name, value]) => [plain(name), value]));
  } catch {
    return undefined;
  }
}

/** Compares without regard to case and to how accents are written. */
export function matches<Field extends string>(
  filter: Filter<Field> | undefined,
  values: Readonly<Record<Field, string>>,
): boolean {
  if (!filter) return true;
  const [stored, wanted] = [foldedText(values[filter.field]), foldedText(filter.value)];
  if (filter.operator === 'equals') return stored === wanted;
  return filter.operator === 'startswith' ? stored.startsWith(wanted) : stored.includes(wanted);
}
