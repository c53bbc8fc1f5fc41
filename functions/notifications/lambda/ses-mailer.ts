import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { Mailer } from '../mails/operations/dependencies.ts';

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });

/**
 * Sends over SES, with a configuration set that is named because the sender may be known to SES by another one. The id goes
 * along as a header, because SES makes the Message-ID itself.
 */
export const sesMailer = (settings: string, client = new SESv2Client({})): Mailer => ({
  async send({ id, to, from, replyTo, subject, text, html }) {
    await client.send(
      new SendEmailCommand({
        FromEmailAddress: from,
        ConfigurationSetName: settings,
        Destination: { ToAddresses: [to] },
        ...(replyTo !== undefined && { ReplyToAddresses: [replyTo] }),
        Content: {
          Simple: {
            Subject: utf8(subject),
            Body: { Text: utf8(text), Html: utf8(html) },
            Headers: [{ Name: 'X-Notification-Id', Value: id }],
          },
        },
      }),
    );
  },
});
