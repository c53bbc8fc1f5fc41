import { PartnerChanged, PartnerUserChanged } from '../../../events/index.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const contactsConsumers = {
  followPartner: { on: [PartnerChanged], summary: 'Keeps the name of each partner for its mails.' },
  followPartnerUser: { on: [PartnerUserChanged], summary: 'Keeps who of a partner gets which mail.' },
} as const satisfies ConsumerTable;
