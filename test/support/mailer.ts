import type { Mailer, OutgoingMail } from '../../functions/notifications/mails/operations/dependencies.ts';

export interface TestMailer extends Mailer {
  readonly sent: OutgoingMail[];
  /** What happens to the next mails: taken, refused, or taken with the answer lost. Empty: taken. */
  readonly fate: ('taken' | 'refused' | 'answerLost')[];
}

/** Keeps mails in memory; a test decides what becomes of them. */
export function testMailer(): TestMailer {
  const sent: OutgoingMail[] = [];
  const fate: TestMailer['fate'] = [];
  return {
    sent,
    fate,
    async send(mail) {
      const happens = fate.shift() ?? 'taken';
      if (happens !== 'refused') sent.push(mail);
      if (happens !== 'taken') throw new Error(`the mail was ${happens}`);
    },
  };
}
