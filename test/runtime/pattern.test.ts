import { describe, expect, it } from 'vitest';
import { readPattern } from '../../infra/local/events/pattern.ts';

const event = {
  source: 'billing',
  'detail-type': 'InvoiceIssued',
  detail: { tenantId: 't-1', total: 12.5, tags: ['late', 'eur'], customer: { country: 'DE' }, note: null },
};

describe('OPS-1: event patterns match as on EventBridge', () => {
  it.each([
    { pattern: { source: ['billing'] }, matches: true, because: 'the value is listed' },
    { pattern: { source: ['support', 'billing'] }, matches: true, because: 'one of the values is enough' },
    { pattern: { source: ['Billing'] }, matches: false, because: 'case counts' },
    { pattern: { source: [{ prefix: 'bill' }] }, matches: true, because: 'it begins so' },
    { pattern: { source: [{ suffix: 'ing' }] }, matches: true, because: 'it ends so' },
    {
      pattern: { source: ['billing'], 'detail-type': ['OrderPlaced'] },
      matches: false,
      because: 'all fields must match',
    },
    { pattern: { detail: { customer: { country: ['DE', 'AT'] } } }, matches: true, because: 'fields may lie deeper' },
    { pattern: { detail: { customer: { city: ['Bonn'] } } }, matches: false, because: 'an absent field has no value' },
    { pattern: { detail: { tags: ['eur'] } }, matches: true, because: 'a list matches by one of its items' },
    { pattern: { detail: { tags: ['usd'] } }, matches: false, because: 'no item of the list is wanted' },
    { pattern: { detail: { total: [{ numeric: ['>', 10, '<=', 12.5] }] } }, matches: true, because: 'it lies within' },
    { pattern: { detail: { total: [{ numeric: ['>', 12.5] }] } }, matches: false, because: 'greater leaves out equal' },
    { pattern: { detail: { note: [{ exists: true }] } }, matches: true, because: 'null is there' },
    { pattern: { detail: { other: [{ exists: false }] } }, matches: true, because: 'it is not there' },
    { pattern: { source: [{ 'anything-but': ['support'] }] }, matches: true, because: 'it is something else' },
    { pattern: { source: [{ 'anything-but': { prefix: 'bil' } }] }, matches: false, because: 'it begins so' },
    {
      pattern: { source: [{ 'equals-ignore-case': 'BILLING' }] },
      matches: true,
      because: 'case was said not to count',
    },
    {
      pattern: { $or: [{ source: ['support'] }, { detail: { tenantId: ['t-1'] } }] },
      matches: true,
      because: 'the second branch fits',
    },
  ])('$pattern: $matches, because $because', ({ pattern, matches }) => {
    expect(readPattern(pattern)(event)).toBe(matches);
  });

  it('refuses a matcher it does not know by name', () => {
    expect(() => readPattern({ source: [{ wildcard: 'b*' }] })).toThrow('wildcard');
  });
});
