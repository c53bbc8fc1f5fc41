import { describe, expect, it, test } from 'vitest';
import { type Metered, type MeteredSave, withSave } from '../../../../functions/billing/costs/domain/metered.ts';
import { resourceOf } from '../../../../functions/billing/costs/domain/resource-uri.ts';
import { sumOf } from '../../../../functions/billing/costs/domain/usage-cost.ts';
import type { Day, Instant } from '../../../../shared/kernel/time.ts';

const save = (asOf: number, over: Partial<MeteredSave> = {}): MeteredSave => ({
  ...{ partnerId: 'p', customerId: 'c', subscriptionId: 's', offerId: 'o', friendlyName: `name ${asOf}` },
  status: 'active',
  asOf,
  ...over,
});

describe('USG-4 what a customer has of metered subscriptions', () => {
  test('USG-4: the newest save counts, in whatever order they come, and what was computed stays', () => {
    const cost = {
      ...{
        start: '2026-01-05' as Day,
        end: '2026-02-05' as Day,
        total: '1.5',
        currency: 'USD',
        usd: '1.5',
        isUsed: true,
      },
      at: '2026-01-10T06:00:00.000Z' as Instant,
    };
    const orders = [
      [1, 2, 3],
      [3, 1, 2],
      [2, 3, 1, 3, 2],
    ];
    for (const order of orders) {
      let metered: Metered | undefined;
      for (const asOf of order) {
        const after = withSave(metered, save(asOf, asOf === 3 ? { status: 'suspended' } : {}));
        if (after) metered = { ...after, cost, version: 1 };
      }
      expect(metered).toMatchObject({ asOf: 3, friendlyName: 'name 3', status: 'suspended', cost });
    }
  });
});

describe('USG-4 what the path of a resource says', () => {
  it.each`
    uri                                                                                      | type                                   | group    | name
    ${'/subscriptions/1/resourceGroups/web/providers/Microsoft.Compute/virtualMachines/vm1'} | ${'Microsoft.Compute/virtualMachines'} | ${'web'} | ${'vm1'}
    ${'/subscriptions/1/resourcegroups/Web/providers/Microsoft.Sql/servers/a/databases/b'}   | ${'Microsoft.Sql/servers/databases'}   | ${'Web'} | ${'b'}
    ${'/subscriptions/1/providers/Microsoft.Security/pricings/x'}                            | ${'Microsoft.Security/pricings'}       | ${''}    | ${'x'}
    ${'vm1'}                                                                                 | ${''}                                  | ${''}    | ${'vm1'}
    ${''}                                                                                    | ${''}                                  | ${''}    | ${''}
    ${'/providers'}                                                                          | ${''}                                  | ${''}    | ${'providers'}
    ${'/resourceGroups/'}                                                                    | ${''}                                  | ${''}    | ${'resourceGroups'}
  `('$uri is $name', ({ uri, type, group, name }) => {
    expect(resourceOf(uri)).toEqual({ resourceType: type, resourceGroupName: group, name, resourceName: name });
  });
});

test('USG-4: sums are exact', () => {
  expect(sumOf(['0.1', '0.2', '0.0000000001', '999999999999.9999999999'])).toBe('1000000000000.3');
  expect(sumOf([])).toBe('0');
});
