import { enumKey } from '../../../../shared/contracts/wire.ts';
import { type Filter, matches, parseFilter } from '../../../../shared/http/filter.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { resources } from '../domain/vocabulary.ts';

/** What the records of a log are searched for (tenancy contract 11.1). */
export const auditFields = ['CompanyName', 'CustomerId', 'ResourceType'] as const;
export const operatorFields = [...auditFields, 'PartnerId'] as const;
export type AuditField = (typeof operatorFields)[number];

/** Ids and kinds as they are stored; a company's name as it was given. Refuses a kind of resource that there is not. */
export function auditFilter(
  text: string | undefined,
  fields: readonly AuditField[],
): Result<Filter<AuditField> | undefined, Refusal<'invalid_input'>> {
  const parsed = parseFilter(text, fields, ['equals', 'substring']);
  if (!parsed.ok || !parsed.value) return parsed;
  const { field, operator, value } = parsed.value;
  const wanted = field === 'CompanyName' ? 'substring' : 'equals';
  if (operator !== wanted) return refused(`The operator for ${field} is ${wanted}.`);
  if (field === 'CompanyName') return parsed;
  if (field !== 'ResourceType') return ok({ field, operator, value: value.toLowerCase() });
  const resource = resources.find((known) => enumKey(known) === enumKey(value));
  return resource
    ? ok({ field, operator, value: resource })
    : refused(`ResourceType is one of ${resources.join(', ')}.`);
}

const refused = (description: string) => refuse('invalid_input', { field: 'filter', description });

/** Whether a company's name is what a filter looks for. */
export const isNamed = (filter: Filter<AuditField>, name: string | undefined): boolean =>
  matches(filter as Filter<'CompanyName'>, { CompanyName: name ?? '' });
