import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Item } from '../../../../shared/dynamo/table.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { Mail } from '../domain/delivery.ts';
import { erasedKey, mailKey, pendingMailIndex } from './keys.ts';

/** Days that sent mails are remembered: longer than any event can come again. */
const KEPT_DAYS = 400;

/** With later shapes came what is told of agreements and price lists, and to customers of partners out of business. */
export const mailItem = storedKind<Mail>({
  kind: 'mail',
  shape: 5,
  upgrades: [(facts) => facts, (facts) => facts, (facts) => facts, (facts) => facts],
});

/** That mails of an erased customer were deleted; remembered as long as an event can come again that asks for one. */
export const mailsErasedItem = storedKind<{ readonly erasedAt: Instant }>({
  kind: 'mailsErased',
  shape: 1,
  upgrades: [],
});

/** A mail is in the index as long as it is pending; from then on its days are counted. */
export const toItem = (mail: Mail): Item =>
  mailItem.toItem(
    {
      ...mailKey(mail),
      ...(mail.state === 'pending' ? pendingMailIndex(mail) : { expiresAt: keptUntil(mail.causedAt) }),
    },
    mail,
  );

export const toErasedItem = (tenantId: string, erasedAt: Instant): Item =>
  mailsErasedItem.toItem({ ...erasedKey(tenantId), expiresAt: keptUntil(erasedAt) }, { erasedAt });

const keptUntil = (at: Instant): number => Math.floor(Date.parse(at) / 1000) + KEPT_DAYS * 86_400;
