import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { link } from '../../../../shared/contracts/wire.ts';
import type { CallBase } from '../../../../shared/http/call.ts';
import { ANSWER_BYTES_MAX } from '../../../../shared/http/offset-page.ts';
import { linkPath } from '../../../../shared/http/paging.ts';
import type { Caller } from '../../../../shared/identity/caller.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { utcDay } from '../../../../shared/kernel/time.ts';
import type { CardId, RateCardName } from '../domain/rate-card.ts';
import { rateCardStore } from '../store/rate-card-store.ts';
import type { RateCardsDeps, RateCardsOperation } from './dependencies.ts';
import { toWireMeter, toWireTerm } from './rate-card-wire.ts';

/** USG-2: list rates with the discount of partners, as they are in effect now. */
export const viewAzureRateCard: RateCardsOperation<'viewAzureRateCard'> = (call, deps) =>
  cardReply('azure', call, deps);

/** USG-2: shared services have list rates alone. */
export const viewAzureSharedRateCard: RateCardsOperation<'viewAzureSharedRateCard'> = (call, deps) =>
  cardReply('azure-shared', call, deps);

interface CardCall extends CallBase {
  readonly caller: Caller;
  readonly query: { readonly currency?: string | undefined; readonly region?: string | undefined };
}

/** D19: currency and region are those of the partner unless the call names others; the locale is of the language alone. */
async function cardReply(name: RateCardName, call: CardCall, deps: RateCardsDeps) {
  const { partner } = call.caller.account;
  invariant(partner, 'the roles that see rates are those of partners');
  const { currency = partner.currency, region = partner.region } = call.query;
  const card = await cardInForce({ name, currency, region }, call, deps);
  if (!card.ok) return card;
  const text = JSON.stringify(card.value);
  if (Buffer.byteLength(text) <= ANSWER_BYTES_MAX) return ok({ status: 200 as const, body: card.value });
  return takesGzip(call.headers['accept-encoding']) ? gzipped(text) : linkTo(text, name, deps);
}

async function cardInForce(card: CardId, call: CardCall, deps: RateCardsDeps) {
  const store = rateCardStore(deps);
  const today = utcDay(call.at);
  const version = (await store.versions(card)).findLast(({ effectiveOn }) => effectiveOn <= today);
  if (!version) return NONE;
  const { meters, terms = [] } = await store.content(version.cardFile);
  return ok({
    locale: call.locale,
    currency: card.currency,
    isTaxIncluded: false,
    meters: meters.map(toWireMeter),
    offerTerms: card.name === 'azure' ? terms.filter(({ effectiveOn }) => effectiveOn <= today).map(toWireTerm) : [],
    links: { self: link(`${linkPath(call.rawPath)}${call.rawQuery ? `?${call.rawQuery}` : ''}`) },
    attributes: { objectType: 'AzureRateCard' as const },
  });
}
const NONE: Result<never, Refusal<'resource_not_found'>> = refuse('resource_not_found');

const takesGzip = (acceptEncoding = ''): boolean => /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(acceptEncoding);

const MEDIA_TYPE = 'application/json; charset=utf-8';
const LINK_SECONDS = 300;

async function gzipped(text: string) {
  const bytes = await promisify(gzip)(text);
  return ok({
    status: 200 as const,
    headers: { 'content-encoding': 'gzip' },
    file: { bytes, mediaType: MEDIA_TYPE },
  });
}

/** The same card lies under the same name, whoever asks for it; such answers are removed after two days. */
async function linkTo(text: string, name: RateCardName, { files }: RateCardsDeps) {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 32);
  const key = `billing/answers/${hash}.json`;
  await files.put(key, Buffer.from(text), { contentType: MEDIA_TYPE });
  const location = await files.link(key, { seconds: LINK_SECONDS, fileName: `${name}.json` });
  return ok({ status: 302 as const, headers: { location } });
}
