import { clientOf } from './client.ts';
import { currentTime, type JobResult, moveClock } from './control.ts';
import type { CredentialsFile } from './credentials.ts';
import type { Invoice } from './invoices.ts';
import type { Mail } from './mail.ts';

/** Moves the clock and says what happened meanwhile: the jobs that ran, new invoices, mails. @throws LostError */
export async function tellOfTime(credentials: CredentialsFile, to: string): Promise<string> {
  const { controlRoot } = credentials;
  const from = await currentTime(controlRoot);
  const [mailsBefore, invoicesBefore] = await Promise.all([mailsIn(controlRoot), invoicesOf(credentials)]);
  const runs = await moveClock(controlRoot, to);
  const [mails, invoices] = await Promise.all([mailsIn(controlRoot), invoicesOf(credentials)]);
  const known = new Set([...mailsBefore, ...invoicesBefore].map(({ id }) => id));
  const isNew = ({ id }: { readonly id: string }): boolean => !known.has(id);
  return [
    `from ${from} to ${await currentTime(controlRoot)}`,
    ...section('runs of jobs', runs.length, countOf(runs.map(({ job }) => job))),
    ...failures(runs),
    ...section('new invoices', invoices.filter(isNew).length, invoices.filter(isNew).map(describeInvoice)),
    ...section('mails', mails.filter(isNew).length, countOf(mails.filter(isNew).map(({ subject }) => subject))),
  ].join('\n');
}

const section = (what: string, count: number, lines: readonly string[]): string[] => [
  `${count} ${what}`,
  ...lines.map((line) => `  ${line}`),
];

/** Each text once, with how often it came, the most frequent first. */
function countOf(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const width = String(Math.max(0, ...counts.values())).length;
  return [...counts]
    .sort(([left, many], [right, more]) => more - many || (left < right ? -1 : 1))
    .map(([text, count]) => `${String(count).padStart(width)} × ${text}`);
}

const failures = (runs: readonly JobResult[]): string[] =>
  runs.flatMap(({ job, at, result }) => {
    const { error } = (result ?? {}) as { error?: string };
    return error === undefined ? [] : [`failed: ${job} at ${at}: ${error}`];
  });

type SellersInvoice = Invoice & { readonly caller: string };

const describeInvoice = ({ id, invoiceDate, totalCharges, currencyCode, caller }: SellersInvoice): string =>
  `${id} of ${invoiceDate.slice(0, 10)}: ${totalCharges} ${currencyCode}, as ${caller} sees it`;

async function mailsIn(controlRoot: string): Promise<readonly Mail[]> {
  const answer = await fetch(`${controlRoot}/mail`);
  if (!answer.ok) throw new Error(`${controlRoot}/mail answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as readonly Mail[];
}

/** Invoices of every partner that has a caller who may read them. */
async function invoicesOf({ apiRoot, clients }: CredentialsFile): Promise<readonly SellersInvoice[]> {
  const seen = new Map<string, readonly SellersInvoice[]>();
  for (const [caller, credentials] of Object.entries(clients)) {
    if (seen.has(credentials.tenantId)) continue;
    const answer = await clientOf(apiRoot, credentials).ask('GET /v1/invoices');
    if (answer.status !== 200) continue;
    const { items } = answer.json as { items: readonly Invoice[] };
    seen.set(
      credentials.tenantId,
      items.map((invoice) => ({ ...invoice, caller })),
    );
  }
  return [...seen.values()].flat();
}
