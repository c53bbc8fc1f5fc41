import { describe, expect, it, test } from 'vitest';
import { billingRefusals } from '../../../functions/billing/refusals.ts';
import { commerceRefusals } from '../../../functions/commerce/refusals.ts';
import { tenancyRefusals } from '../../../functions/tenancy/refusals.ts';
import { generalRefusals, type RefusalTable } from '../../../shared/contracts/refusals.ts';
import { problemReply } from '../../../shared/http/problem.ts';

const all: RefusalTable = { ...generalRefusals, ...tenancyRefusals, ...commerceRefusals, ...billingRefusals };

/** Refusals after which the same call may be taken, each with what has passed by then. */
const PASSES_BY_ITSELF: Readonly<Record<string, string>> = {
  request_in_progress: 'the first call with the request id has ended',
  order_in_progress: 'the order is done',
  cart_in_progress: 'the cart is done',
  subscription_in_progress: 'what was under way with the subscription is saved',
  insights_not_ready: 'the first night has come',
  unexpected_error: 'what failed works again',
};

describe('ORD-6: who is told to repeat a call, and when', () => {
  it.each(Object.entries(all).map(([name, { status, code }]) => ({ name, status, code })))(
    'ORD-6: $status $code $name',
    ({ name, status }) => {
      const { headers, body, statusCode } = problemReply({ name }, all);
      expect(statusCode).toBe(status);
      if (status === 429) return expect(headers?.['retry-after'], 'the gateway’s shape has no such member').toBe('1');
      const mayRepeat = name in PASSES_BY_ITSELF;
      const told = { isRetryable: JSON.parse(body!).isRetryable, after: headers?.['retry-after'] };
      expect(told, PASSES_BY_ITSELF[name] ?? 'repeated as it is, it is refused again').toEqual({
        isRetryable: mayRepeat,
        after: mayRepeat ? '1' : undefined,
      });
    },
  );

  test('ORD-6: the table names refusals that there are', () => {
    expect(Object.keys(PASSES_BY_ITSELF).filter((name) => !(name in all))).toEqual([]);
  });
});
