import { describe, expect, it, test } from 'vitest';
import { type AuditRecord, actedBy, placeOfId, recordId } from '../../../../functions/tenancy/audit/domain/record.ts';
import { operations, spelledFor } from '../../../../functions/tenancy/audit/domain/vocabulary.ts';
import { instant } from '../../../../shared/kernel/time.ts';

const partnerId = '3a9f1c52-6b1e-4d0a-9d55-0c7be1f0a6d1';
const customerId = 'c2e8a5d4-11f7-4b9b-8f0e-3f3c5c9f1e10';
const record: AuditRecord = {
  eventId: '935fc77d-f8ae-896c-a3eb-5c2774e75cb0',
  at: instant('2017-06-15T22:19:46.317Z'),
  operation: 'remove_partner_customer_relationship',
  resource: 'customer',
  partnerId,
  customerId,
  actor: { tenantId: partnerId, principalId: 'user' },
  correlationId: 'c0ffee00-0000-4000-8000-000000000000',
};

describe('API-3: the id of a record', () => {
  test('says whose it is, its event, its operation and when, in ticks', () => {
    expect(recordId(record)).toBe(
      `${partnerId}_${customerId}_${record.eventId}_removepartnercustomerrelationship_636331619863170000`,
    );
  });

  it.each(operations)('leads back to its place: %s', (operation) => {
    for (const ids of [{ partnerId, customerId }, { partnerId }, { customerId }, {}])
      for (const at of ['2026-11-30T09:00:00.001Z', '1970-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z']) {
        const { partnerId: _, customerId: __, ...rest } = record;
        const made = { ...rest, ...ids, operation, at: instant(at) };
        expect(placeOfId(recordId(made))).toEqual({ eventId: record.eventId, operation, at });
      }
  });

  it.each([
    '',
    'nonsense',
    '_updatesubscription_636331619863170000',
    'event_updatesubscription_1',
    'event_updatesubscription_99999999999999999990000',
    'event_updatesubscription_000000000000000000',
    'event_noOperation_636331619863170000',
    'event_updatesubscription_63633161986317000x',
  ])('is none: %s', (text) => {
    expect(placeOfId(text)).toBeUndefined();
  });
});

describe('API-3: who acted', () => {
  it.each([
    ['partner', { tenantId: partnerId, principalId: 'user' }],
    ['customer', { tenantId: customerId, principalId: 'user' }],
    ['operator', { tenantId: 'operator', principalId: 'app', isApplication: true, isOperator: true }],
    ['program', { tenantId: partnerId }],
  ] as const)('the %s', (who, actor) => {
    expect(actedBy({ ...record, actor })).toBe(who);
  });
});

describe('API-3: no client gets a kind that it does not know', () => {
  it.each([
    ['update_subscription', 'update_subscription', 'update_subscription', 'update_subscription'],
    ['extend_relationship', 'extend_relationship', 'extend_relationship', 'undefined'],
    ['create_subscription', 'create_subscription', 'undefined', 'undefined'],
    ['partner_customer_dap', 'partner_customer_dap', 'partner_customer_dap', 'undefined'],
    ['price_list', 'price_list', 'undefined', 'undefined'],
  ] as const)('%s', (kind, own, open, java) => {
    expect([spelledFor('own', kind), spelledFor('public', kind), spelledFor('java', kind)]).toEqual([own, open, java]);
  });
});
