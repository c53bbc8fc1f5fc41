import { setTimeout as wait } from 'node:timers/promises';
import { untilIdle } from './control.ts';

export interface Mail {
  readonly id: string;
  readonly at: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** As many wait at once as there are partners, and every look costs the machine that writes the mails. */
const lookEveryMs = 200;

/** Mails to an address, newest first. */
export async function mailsTo(controlRoot: string, address: string): Promise<readonly Mail[]> {
  const response = await fetch(`${controlRoot}/mail?to=${encodeURIComponent(address)}`);
  if (!response.ok) throw new Error(`${controlRoot}/mail answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as readonly Mail[];
}

/**
 * Waits until a mail that fits has arrived: for as long as anything is on its way, however slow the machine is.
 *
 * @throws Error when nothing is on its way any more, naming what did arrive.
 * @throws LostError when anything was given up meanwhile.
 */
export async function awaitMail(
  controlRoot: string,
  address: string,
  fits: (mail: Mail) => boolean = () => true,
): Promise<Mail> {
  let isQuiet = false;
  const quiet = untilIdle(controlRoot).finally(() => {
    isQuiet = true;
  });
  quiet.catch(() => undefined);
  for (;;) {
    const wasQuiet = isQuiet;
    const mails = await mailsTo(controlRoot, address);
    const mail = mails.find(fits);
    if (mail) return mail;
    if (wasQuiet) {
      await quiet;
      const subjects = mails.map(({ subject }) => subject).join(', ') || 'none';
      throw new Error(`no such mail for ${address} came, and nothing is on its way; there are: ${subjects}`);
    }
    await Promise.race([quiet.catch(() => undefined), wait(lookEveryMs)]);
  }
}

/** The first link of a mail's text that contains `part`. */
export function linkIn({ subject, text }: Mail, part: string): string {
  const link = [...text.matchAll(/https?:\/\/[^\s<>"]+/g)].map(([url]) => url).find((url) => url.includes(part));
  if (link === undefined) throw new Error(`the mail "${subject}" has no link with "${part}": ${text}`);
  return link;
}
