import { setTimeout as wait } from 'node:timers/promises';

export interface Mail {
  readonly id: string;
  readonly at: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Mails to an address, newest first. */
export async function mailsTo(controlRoot: string, address: string): Promise<readonly Mail[]> {
  const response = await fetch(`${controlRoot}/mail?to=${encodeURIComponent(address)}`);
  if (!response.ok) throw new Error(`${controlRoot}/mail answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as readonly Mail[];
}

const patienceMs = 20_000;

/** Waits until a mail that fits has arrived. @throws Error after 20 seconds, naming what did arrive. */
export async function awaitMail(
  controlRoot: string,
  address: string,
  fits: (mail: Mail) => boolean = () => true,
): Promise<Mail> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const mails = await mailsTo(controlRoot, address);
    const mail = mails.find(fits);
    if (mail) return mail;
    if (Date.now() > until)
      throw new Error(
        `no such mail for ${address} after ${patienceMs / 1000} s; there are: ${mails.map(({ subject }) => subject).join(', ') || 'none'}`,
      );
    await wait(50);
  }
}

/** The first link of a mail's text that contains `part`. */
export function linkIn({ subject, text }: Mail, part: string): string {
  const link = [...text.matchAll(/https?:\/\/[^\s<>"]+/g)].map(([url]) => url).find((url) => url.includes(part));
  if (link === undefined) throw new Error(`the mail "${subject}" has no link with "${part}": ${text}`);
  return link;
}
