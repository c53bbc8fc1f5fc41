import { createHash } from 'node:crypto';
import { linkPaths, linkToken } from '../../../../shared/identity/links.ts';
import { guidFromHex } from '../../../../shared/kernel/ids.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { addressKey } from '../../contacts/index.ts';
import type { Mail } from '../domain/delivery.ts';
import { writeMail } from '../domain/mail.ts';
import type { MailFacts } from '../domain/mail-facts.ts';
import { mailStore } from '../store/mail-store.ts';
import type { MailsDeps } from './dependencies.ts';

/** A mail that an event asks for. */
export interface WantedMail {
  readonly tenantId: string;
  readonly to: string;
  readonly replyTo?: string;
  readonly facts: MailFacts;
}

/** One mail per event and receiver: the same id however often the event comes. */
const mailIdOf = (eventId: string, to: string): string =>
  guidFromHex(
    createHash('sha256')
      .update(`${eventId}\u0000${addressKey(to)}`)
      .digest('hex'),
  );

/** Stores a mail that an event asks for, unless it is stored already; answers its key. */
export async function storeMail(
  event: { eventId: string; occurredAt: string },
  wanted: WantedMail,
  { table }: MailsDeps,
): Promise<MailId> {
  const mailId = mailIdOf(event.eventId, wanted.to);
  const causedAt = instant(event.occurredAt);
  await mailStore(table).add({ ...wanted, mailId, state: 'pending', causedAt, attempts: 0, isIdle: true });
  return { tenantId: wanted.tenantId, mailId };
}

export interface MailId {
  readonly tenantId: string;
  readonly mailId: string;
}

/**
 * Sends stored mails, each once (NOT-4): those that nobody is sending and that are not sent. What an attempt did that
 * never reported, the scheduled run finds out. All are tried before a failure is thrown on.
 *
 * @throws when a mail could not be sent: the queue delivers the event again.
 */
export async function sendStored(mailIds: readonly MailId[], deps: MailsDeps): Promise<void> {
  const mails = mailStore(deps.table);
  const failures: unknown[] = [];
  for (const id of mailIds) {
    const stored = await mails.load(id);
    if (stored?.state !== 'pending' || !stored.isIdle) continue;
    const next = await mails.beginNext(stored);
    if (next) await sendMail(next, deps).catch((error: unknown) => failures.push(error));
  }
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) throw new AggregateError(failures, `${failures.length} mails could not be sent`);
}

/** Stores the mails that one event asks for, then sends them. @throws as {@link sendStored}. */
export async function deliverMails(
  event: { eventId: string; occurredAt: string },
  wanted: readonly WantedMail[],
  deps: MailsDeps,
): Promise<void> {
  const stored: MailId[] = [];
  for (const mail of wanted) stored.push(await storeMail(event, mail, deps));
  await sendStored(stored, deps);
}

/** Sends a mail whose attempt has begun, and stores what came of it. @throws what the mailer throws. */
export async function sendMail(mail: Mail, deps: MailsDeps): Promise<void> {
  const mails = mailStore(deps.table);
  const { apiRoot, programName } = deps;
  const text = writeMail(mail.facts, { page: await pageOf(mail, deps), apiRoot, programName });
  try {
    await deps.mailer.send({
      id: mail.mailId,
      to: mail.to,
      from: deps.senderAddress,
      ...(mail.replyTo !== undefined && { replyTo: mail.replyTo }),
      ...text,
    });
  } catch (error) {
    await mails.save(mail, { ...mail, isIdle: true });
    throw error;
  }
  await mails.save(mail, { ...mail, state: 'sent' });
}

/**
 * The page that a mail leads to: of what only programs read, the reference that says how. Tokens are made here and kept nowhere, with the secret that counted when the mail was
 * asked for: tenancy knows the link by that token.
 */
async function pageOf({ facts, causedAt }: Mail, { apiRoot, linkSecretAt }: MailsDeps): Promise<string> {
  if (facts.kind === 'invoice') return `${apiRoot}/docs#downloadReconciliationFile`;
  if (facts.kind === 'delegatedAdminRemoved') return `${apiRoot}/docs#viewCustomer`;
  if (facts.kind === 'formerCustomerErasure') return `${apiRoot}/docs#mailInvitation`;
  if (facts.kind === 'erasure') return `${apiRoot}/docs#requestMyExport`;
  if (facts.kind === 'agreement') return `${apiRoot}/docs#viewProgramAgreement`;
  if (facts.kind === 'partnerChoice') return `${apiRoot}/docs#listMyPartners`;
  if (facts.kind === 'agreementVersion') return `${apiRoot}/agreements/${facts.templateId}`;
  if (facts.kind === 'priceListCorrected') return `${apiRoot}/docs#viewPriceList`;
  if (facts.kind === 'usageBudget') return `${apiRoot}/docs#changeUsageBudget`;
  if (facts.kind === 'paymentLate') return `${apiRoot}/docs#viewBillingAccount`;
  const kind = facts.kind === 'signIn' ? 'password' : facts.invitationKind;
  const token = linkToken(await linkSecretAt(causedAt), {
    kind,
    subject: facts.linkSubject,
    generation: facts.generation,
  });
  const path = facts.kind === 'signIn' ? linkPaths.password(token) : linkPaths.invitation(token, facts.partnerId);
  return facts.root + path;
}
