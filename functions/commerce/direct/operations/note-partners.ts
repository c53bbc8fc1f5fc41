import type { CustomerErased, CustomerRelationshipChanged, PartnerChanged } from '../../../../events/tenancy.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { partnersStore } from '../store/partners-store.ts';
import type { DirectDeps } from './dependencies.ts';

type Deps = Pick<DirectDeps, 'table'>;

/** CUS-4: keeps which partners a customer has. */
export const noteCustomersPartner = (
  { detail, aggregateVersion }: EventOf<typeof CustomerRelationshipChanged>,
  { table }: Deps,
): Promise<void> =>
  partnersStore(table).notePartner({
    partnerId: detail.partnerId,
    customerId: detail.customerId,
    relationship: detail.after.relationship,
    asOf: aggregateVersion,
  });

/** CUS-3, PRG-12: keeps whom customers of a partner phone or write to. */
export const notePartnerSupport = (
  { detail: { partnerId, supportContact }, aggregateVersion }: EventOf<typeof PartnerChanged>,
  { table }: Deps,
): Promise<void> => {
  const { email, telephone, website } = supportContact ?? {};
  return partnersStore(table).noteSupport(partnerId, {
    ...given({ email, telephone, website }),
    asOf: aggregateVersion,
  });
};

/** CUS-6: forgets which partners an erased customer had. */
export const eraseCustomersPartners = ({ detail }: EventOf<typeof CustomerErased>, { table }: Deps): Promise<void> =>
  partnersStore(table).erase(detail.customerId);
