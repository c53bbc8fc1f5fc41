import { invariant } from '../kernel/invariant.ts';
import type { Condition, Query, Write } from './table.ts';

export interface ConditionExpression {
  readonly expression: string;
  readonly names: Record<string, string>;
  readonly values: Record<string, unknown>;
}

/** DynamoDB's spelling of a {@link Condition}. */
export function conditionExpression(condition: Condition): ConditionExpression {
  switch (condition.kind) {
    case 'absent':
      return { expression: 'attribute_not_exists(#pk)', names: { '#pk': 'pk' }, values: {} };
    case 'present':
      return { expression: 'attribute_exists(#pk)', names: { '#pk': 'pk' }, values: {} };
    case 'absentOrLess':
      return {
        expression: 'attribute_not_exists(#pk) OR #c0 < :c0',
        names: { '#pk': 'pk', '#c0': condition.attribute },
        values: { ':c0': condition.value },
      };
    case 'equals':
      return equalsExpression(condition);
  }
}

function equalsExpression({ values: wanted, below = {} }: Extract<Condition, { kind: 'equals' }>): ConditionExpression {
  const names: Record<string, string> = { '#pk': 'pk' };
  const values: Record<string, unknown> = {};
  const terms = Object.entries(wanted).map(([attribute, value], index) => {
    names[`#c${index}`] = attribute;
    if (value === undefined) return `attribute_not_exists(#c${index})`;
    values[`:c${index}`] = value;
    return `#c${index} = :c${index}`;
  });
  const bounds = Object.entries(below).map(([attribute, value], index) => {
    names[`#b${index}`] = attribute;
    values[`:b${index}`] = value;
    return `#b${index} < :b${index}`;
  });
  invariant(terms.length + bounds.length > 0, 'an equals condition names at least one attribute');
  return { expression: ['attribute_exists(#pk)', ...terms, ...bounds].join(' AND '), names, values };
}

export function updateExpression(write: Extract<Write, { update: unknown }>): ConditionExpression {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  const name = (attribute: string): string => {
    const alias = `#u${Object.keys(names).length}`;
    names[alias] = attribute;
    return alias;
  };
  const value = (of: unknown): string => {
    const alias = `:u${Object.keys(values).length}`;
    values[alias] = of;
    return alias;
  };
  const sets = Object.entries(write.set ?? {})
    .filter(([, to]) => to !== undefined)
    .map(([attribute, to]) => `${name(attribute)} = ${value(to)}`);
  const adds = Object.entries(write.add ?? {}).map(([attribute, by]) => `${name(attribute)} ${value(by)}`);
  const removes = (write.remove ?? []).map(name);
  const clauses = [
    sets.length > 0 && `SET ${sets.join(', ')}`,
    adds.length > 0 && `ADD ${adds.join(', ')}`,
    removes.length > 0 && `REMOVE ${removes.join(', ')}`,
  ].filter((clause) => clause !== false);
  invariant(clauses.length > 0, 'an update changes something');
  return { expression: clauses.join(' '), names, values };
}

export function keyCondition(query: Query): ConditionExpression {
  const prefix = query.index ?? '';
  const names: Record<string, string> = { '#pk': `${prefix}pk` };
  const values: Record<string, unknown> = { ':pk': query.pk };
  if (!query.sk) return { expression: '#pk = :pk', names, values };
  names['#sk'] = `${prefix}sk`;
  if ('beginsWith' in query.sk) {
    values[':a'] = query.sk.beginsWith;
    return { expression: '#pk = :pk AND begins_with(#sk, :a)', names, values };
  }
  if ('between' in query.sk) {
    [values[':a'], values[':b']] = query.sk.between;
    return { expression: '#pk = :pk AND #sk BETWEEN :a AND :b', names, values };
  }
  if ('from' in query.sk) {
    values[':a'] = query.sk.from;
    return { expression: '#pk = :pk AND #sk >= :a', names, values };
  }
  values[':a'] = query.sk.before;
  return { expression: '#pk = :pk AND #sk < :a', names, values };
}
