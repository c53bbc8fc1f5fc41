import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzipSync, gzip } from 'node:zlib';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import type { CardContent, CardId, CardMeter } from '../domain/rate-card.ts';
import { rateCardFile } from './rate-card-items.ts';

/** Meters in memory at most, of all cards that a process has read: some 60 MB. */
const KEPT_METERS_MAX = 100_000;

export interface ReadContent extends CardContent {
  readonly byId: ReadonlyMap<string, CardMeter>;
}

/** What was read, the newest last. Objects are named by their content, so what was read once stays right. */
const kept = new Map<string, ReadContent>();

/** Puts what a version sets where its name is its content: the same again is the same object. */
export async function putContent(files: Files, card: CardId, content: CardContent): Promise<string> {
  const text = rateCardFile.toText(content);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 32);
  const key = `billing/ratecards/${card.name}/${card.currency}/${card.region}/${hash}.json.gz`;
  await files.put(key, await promisify(gzip)(text), { contentType: 'application/gzip' });
  return key;
}

export async function readContent(files: Files, key: string): Promise<ReadContent> {
  const known = kept.get(key);
  if (known) return keep(key, known);
  const bytes = await files.get(key);
  invariant(bytes, `the rate card ${key} is stored`);
  const content = rateCardFile.fromText(gunzipSync(bytes).toString('utf8'));
  return keep(key, { ...content, byId: new Map(content.meters.map((meter) => [meter.id, meter])) });
}

function keep(key: string, content: ReadContent): ReadContent {
  kept.delete(key);
  kept.set(key, content);
  let meters = 0;
  for (const other of kept.values()) meters += other.meters.length;
  for (const [oldest, { meters: its }] of kept) {
    if (meters <= KEPT_METERS_MAX || oldest === key) break;
    kept.delete(oldest);
    meters -= its.length;
  }
  return content;
}
