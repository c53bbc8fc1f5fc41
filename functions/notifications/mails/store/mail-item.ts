import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Item } from '../../../../shared/dynamo/table.ts';
import type { Mail } from '../domain/delivery.ts';
import { mailKey, pendingMailIndex } from './keys.ts';

/** Days that sent mails are remembered: longer than any event can come again. */
const KEPT_DAYS = 400;

/** With later shapes came what is told of agreements, and to customers of partners out of business. */
export const mailItem = storedKind<Mail>({
  kind: 'mail',
  shape: 4,
  upgrades: [(facts) => facts, (facts) => facts, (facts) => facts],
});

/** A mail is in the index as long as it is pending; from then on its days are counted. */
export const toItem = (mail: Mail): Item =>
  mailItem.toItem(
    {
      ...mailKey(mail),
      ...(mail.state === 'pending'
        ? pendingMailIndex(mail)
        : { expiresAt: Math.floor(Date.parse(mail.causedAt) / 1000) + KEPT_DAYS * 86_400 }),
    },
    mail,
  );
