import { describe, expect, test } from 'vitest';
import {
  deprovisioned,
  type Subscription,
  suspended,
} from '../../../../functions/commerce/subscriptions/domain/subscription.ts';
import {
  meets,
  type SubscriptionFilter,
} from '../../../../functions/commerce/subscriptions/domain/subscription-filter.ts';
import { day, instant } from '../../../../shared/kernel/time.ts';
import { aSubscription } from '../../../support/commerce-builders.ts';

const at = instant('2026-03-01T12:00:00Z');
/** Its term ends on 10 February 2027. */
const active = aSubscription();
const manual = aSubscription({ autoRenewEnabled: false });
const usage = aSubscription({ billingType: 'usage', termEndOn: undefined });
/** Its 60 days end on 30 April 2026 at 12:00. */
const left = suspended(active, 'CustomerCancellation', at);
/** As left, from midnight on: they end on 30 April 2026 at 00:00. */
const leftAtMidnight = suspended(active, 'CustomerCancellation', instant('2026-03-01T00:00:00Z'));
const gone = deprovisioned(left);
const [april, may] = [instant('2026-04-01T00:00:00Z'), instant('2026-05-01T00:00:00Z')];

describe('SUB-7: what a partner asks for among all that it sold', () => {
  test.each`
    of                | filter                                                                        | when     | kept     | because
    ${gone}           | ${{}}                                                                         | ${at}    | ${true}  | ${'no condition keeps everything'}
    ${active}         | ${{ status: 'active' }}                                                       | ${at}    | ${true}  | ${'it is active'}
    ${active}         | ${{ status: 'suspended' }}                                                    | ${at}    | ${false} | ${'it is active'}
    ${left}           | ${{ status: 'suspended' }}                                                    | ${april} | ${true}  | ${'days are left'}
    ${left}           | ${{ status: 'suspended' }}                                                    | ${may}   | ${false} | ${'SUB-4: its days are over, recorded or not'}
    ${left}           | ${{ status: 'deleted' }}                                                      | ${may}   | ${true}  | ${'SUB-4: its days are over, recorded or not'}
    ${active}         | ${{ renewsBefore: day('2027-02-11') }}                                        | ${at}    | ${true}  | ${'SUB-1: it renews the day before'}
    ${active}         | ${{ renewsBefore: day('2027-02-10') }}                                        | ${at}    | ${false} | ${'the day itself is not before it'}
    ${manual}         | ${{ renewsBefore: day('2027-02-11') }}                                        | ${at}    | ${false} | ${'SUB-1: renewal is turned off'}
    ${usage}          | ${{ renewsBefore: day('2099-01-01') }}                                        | ${at}    | ${false} | ${'usage has no term'}
    ${left}           | ${{ renewsBefore: day('2027-02-11') }}                                        | ${april} | ${false} | ${'suspended it does not renew'}
    ${left}           | ${{ deprovisionsBefore: day('2026-05-01') }}                                  | ${april} | ${true}  | ${'SUB-4: its data goes the day before'}
    ${left}           | ${{ deprovisionsBefore: day('2026-04-30') }}                                  | ${april} | ${false} | ${'its data goes at noon of that day'}
    ${leftAtMidnight} | ${{ deprovisionsBefore: day('2026-04-30') }}                                  | ${april} | ${false} | ${'the first instant of the day is not before it'}
    ${left}           | ${{ deprovisionsBefore: day('2026-05-01') }}                                  | ${may}   | ${false} | ${'its data is gone'}
    ${gone}           | ${{ deprovisionsBefore: day('2099-01-01') }}                                  | ${at}    | ${false} | ${'its data is gone'}
    ${active}         | ${{ deprovisionsBefore: day('2099-01-01') }}                                  | ${at}    | ${false} | ${'nothing goes while it is active'}
    ${active}         | ${{ status: 'active', renewsBefore: day('2027-02-11') }}                      | ${at}    | ${true}  | ${'both hold'}
    ${left}           | ${{ renewsBefore: day('2099-01-01'), deprovisionsBefore: day('2099-01-01') }} | ${april} | ${false} | ${'what is suspended does not renew'}
  `(
    'SUB-7: kept $kept, because $because',
    ({ of, filter, when, kept }: { of: Subscription; filter: SubscriptionFilter; when: typeof at; kept: boolean }) => {
      expect(meets(filter, of, when)).toBe(kept);
    },
  );
});
