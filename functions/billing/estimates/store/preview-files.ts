import { storedFile } from '../../../../shared/dynamo/stored-kind.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import type { Totals } from '../../history/index.ts';
import {
  type Invoice,
  type InvoicedUsage,
  invoiceOf,
  invoiceTexts,
  readTotals,
  type StoredInvoice,
  type StoredTotals,
  totalsTexts,
} from '../../invoices/index.ts';
import type { PreviewRun } from './preview-item.ts';

/** What some subscriptions owe by offer, and in how many lines. */
export interface Sums {
  readonly lineCount: number;
  /** Of seats and usage. */
  readonly byOffer: ReadonlyMap<string, Totals>;
  readonly usage?: InvoicedUsage;
}

interface StoredSums {
  readonly lineCount: number;
  readonly byOffer: Readonly<Record<string, StoredTotals>>;
  readonly usage?: Omit<InvoicedUsage, 'totals'> & { readonly totals: StoredTotals };
}

export const previewSumsFile = storedFile<StoredSums>({
  kind: 'previewSums',
  shape: 2,
  upgrades: [(record) => record],
});
export const previewResultFile = storedFile<StoredInvoice<Invoice>>({
  kind: 'previewResult',
  shape: 2,
  upgrades: [(record) => record],
});

/** They are removed after days (`infra/constructs/buckets.ts`): a preview is asked for anew. */
const folderOf = ({ partnerId, asOf, startedAt }: PreviewRun): string =>
  `billing/previews/${partnerId}/${asOf}/${startedAt.replaceAll(/[:.]/g, '-')}`;
const sumsKey = (run: PreviewRun, range: number): string => `${folderOf(run)}/${String(range).padStart(5, '0')}.json`;
export const resultKey = (run: PreviewRun): string => `${folderOf(run)}/result.json`;

const JSON_TYPE = { contentType: 'application/json' };

export const previewFiles = (files: Files) => ({
  async putSums(run: PreviewRun, range: number, { lineCount, byOffer, usage }: Sums): Promise<void> {
    const texts = Object.fromEntries([...byOffer].map(([offerId, totals]) => [offerId, totalsTexts(totals)]));
    const text = previewSumsFile.toText({
      lineCount,
      byOffer: texts,
      ...(usage && { usage: { ...usage, totals: totalsTexts(usage.totals) } }),
    });
    await files.put(sumsKey(run, range), Buffer.from(text), JSON_TYPE);
  },

  /** Undefined when they are gone already. */
  async sums(run: PreviewRun, range: number): Promise<Sums | undefined> {
    const bytes = await files.get(sumsKey(run, range));
    if (!bytes) return undefined;
    const { lineCount, byOffer, usage } = previewSumsFile.fromText(Buffer.from(bytes).toString('utf8'));
    return {
      lineCount,
      byOffer: new Map(Object.entries(byOffer).map(([offerId, totals]) => [offerId, readTotals(totals)])),
      ...(usage && { usage: { ...usage, totals: readTotals(usage.totals) } }),
    };
  },

  async putResult(run: PreviewRun, estimate: Invoice): Promise<string> {
    const key = resultKey(run);
    await files.put(key, Buffer.from(previewResultFile.toText(invoiceTexts(estimate))), JSON_TYPE);
    return key;
  },

  async result(key: string): Promise<Invoice | undefined> {
    const bytes = await files.get(key);
    return bytes && invoiceOf(previewResultFile.fromText(Buffer.from(bytes).toString('utf8')));
  },
});
