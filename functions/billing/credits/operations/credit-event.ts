import { CreditGranted, CreditWithdrawn } from '../../../../events/billing.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { type Cause, outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import type { Write } from '../../../../shared/dynamo/table.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { toMoneyWire } from '../../../../shared/kernel/money.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { Credit } from '../domain/credit.ts';
import { creditIdKey } from '../store/keys.ts';

/** The event of a grant, or of its withdrawal; it lies beside the id, where runs do not read. */
export function creditEvent(credit: Credit, { at, cause }: { readonly at: Instant; readonly cause: Cause }): Write[] {
  const { partnerId, creditId, customerId, subscriptionId, creditReference, reason, grantedOn, sla } = credit;
  const isGranted = credit.status === 'granted';
  const event = newEvent(
    isGranted ? CreditGranted : CreditWithdrawn,
    { tenantId: partnerId, aggregateId: creditId, occurredAt: at },
    {
      ...{ creditId, partnerId, customerId, subscriptionId, creditReference, reason, grantedOn },
      amount: toMoneyWire({ minorUnits: credit.amount, currency: credit.currency }),
      ...given({
        serviceRequestId: credit.serviceRequestId,
        incidentId: sla?.incidentId,
        slaClaimId: sla?.slaClaimId,
      }),
    },
  );
  const aggregate = creditIdKey(partnerId, creditId);
  return outboxWrite({ aggregate, version: credit.version, events: [event], cause });
}
