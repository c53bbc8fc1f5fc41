import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import type { PeriodRow } from '../../accounts/index.ts';
import { addTotals, NO_TOTALS, type Totals } from '../../history/index.ts';
import { type FilePart, readSums, sumsTexts } from '../store/part-item.ts';
import { partSumsFile } from '../store/part-sums-file.ts';
import type { RunDeps } from './dependencies.ts';

type Files = Pick<RunDeps, 'files'>;

/** Offers of which a part says itself what they sum to: some 10 KB. More are beside the table. */
const OFFERS_INSIDE_MAX = 100;

/** The sums of a part as its item has them; many are stored as an object, named by its content. */
export async function storeSums(
  row: PeriodRow,
  range: number,
  byOffer: ReadonlyMap<string, Totals>,
  { files }: Files,
): Promise<Pick<FilePart, 'byOffer' | 'sumsKey'>> {
  if (byOffer.size <= OFFERS_INSIDE_MAX) return { byOffer };
  const bytes = gzipSync(partSumsFile.toText({ byOffer: sumsTexts(byOffer) }));
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  const sumsKey = `billing/${row.partnerId}/${row.end}/sums/${String(range).padStart(5, '0')}-${hash}.json.gz`;
  await files.put(sumsKey, bytes, { contentType: 'application/gzip' });
  return { sumsKey };
}

/** Sums by offer of all parts together. */
export async function totalsByOffer(parts: readonly FilePart[], deps: Files): Promise<ReadonlyMap<string, Totals>> {
  const byOffer = new Map<string, Totals>();
  for (const part of parts)
    for (const [offerId, totals] of await sumsOf(part, deps))
      byOffer.set(offerId, addTotals(byOffer.get(offerId) ?? NO_TOTALS, totals));
  return byOffer;
}

async function sumsOf({ byOffer, sumsKey }: FilePart, { files }: Files): Promise<ReadonlyMap<string, Totals>> {
  if (byOffer) return byOffer;
  const bytes = await files.get(sumsKey!);
  invariant(bytes, 'the sums of a part that stands are stored');
  return readSums(partSumsFile.fromText(gunzipSync(bytes).toString('utf8')).byOffer);
}
