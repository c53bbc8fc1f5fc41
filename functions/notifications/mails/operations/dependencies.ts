import type { Table } from '../../../../shared/dynamo/table.ts';
import type { AccessRecords } from '../../../../shared/identity/access.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { Log } from '../../../../shared/observability/observability.ts';

/** A mail on its way. `id` is the same on every repeat, and the receiver can see it. */
export interface OutgoingMail {
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly replyTo?: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The port to whoever carries mails. @throws when it did not take the mail, or its answer was lost. */
export interface Mailer {
  send(mail: OutgoingMail): Promise<void>;
}

/** What makes and sends mails. */
export interface MailsDeps {
  readonly table: Table;
  readonly records: AccessRecords;
  readonly log: Log;
  readonly mailer: Mailer;
  /** Sending address of the program. */
  readonly senderAddress: string;
  /** How the program calls itself in mails. */
  readonly programName: string;
  /** Root of the API: where the words of a mail point to. */
  readonly apiRoot: string;
  /** Secret from which the tokens of links were derived at an instant (`shared/identity/links.ts`). */
  linkSecretAt(at: Instant): Promise<string>;
}
