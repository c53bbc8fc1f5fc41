import { deflateRawSync, gunzipSync, inflateRawSync } from 'node:zlib';
import { invariant } from '../kernel/invariant.ts';

/**
 * What an answer is kept as for repeats. That of an order is two kilobytes of names and links: deflated, with what answers are made
 * of known beforehand, its item is one write unit instead of two.
 */

/** Names and values that answers have; the commonest last. It never changes: what was packed with it is read for ever. */
const FIRST_DICTIONARY = Buffer.from(
  [
    ...['"unitType":"Licenses","hasPurchasableAddons":', ',"commitmentEndDate":"202', ',"effectiveStartDate":"202'],
    ...[
      '"publisherName":"',
      '"contractType":"subscription"',
      ',"autoRenewEnabled":true,"isTrial":false,"isMicrosoftProduct":true',
    ],
    ...['"billingType":"license"', '"renewalTermDuration":"P1Y"', '"actions":["Cancel","Edit"]', '"status":"active"'],
    ...[
      '"objectType":"Subscription"',
      '"companyProfile":{"tenantId":"',
      '"companyName":"',
      '"domain":"',
      '"billingProfile":{',
    ],
    ...[
      '{"status":200,"body":{"id":"',
      '{"status":201,"body":{"id":"',
      '","alternateId":"',
      '","referenceCustomerId":"',
    ],
    ...[
      '","billingCycle":"annual',
      '","billingCycle":"monthly","currencyCode":"EUR","currencySymbol":"',
      '","currencyCode":"USD","currencySymbol":"$',
    ],
    ...[
      '","lineItems":[{"lineItemNumber":0,"offerId":"',
      '","subscriptionId":"',
      '","parentSubscriptionId":"',
      '","partnerIdOnRecord":"',
    ],
    ...[
      '","friendlyName":"Office 365 Enterprise ',
      '","quantity":1,"termDuration":"P1Y","transactionType":"New","renewsTo":{"termDuration":"P1Y"}',
    ],
    ...[
      ',"links":{"product":{"uri":"/products/',
      '?country=US","method":"GET","headers":[]},"sku":{"uri":"/products/',
      '/skus/',
    ],
    ...[
      '","method":"GET","headers":[]},"availability":{"uri":"/products/',
      '/availabilities/',
      '","method":"GET","headers":[]},"subscription":{"uri":"/customers/',
    ],
    ...[
      '/subscriptions/',
      '","method":"GET","headers":[]},"provisioningStatus":{"uri":"/customers/',
      '/orders/',
      '/provisioningstatus',
    ],
    ...[
      '","method":"GET","headers":[]},"activationLinks":{"uri":"/customers/',
      '/lineitems/0/activationlinks',
      '","method":"GET","headers":[]}}}]',
    ],
    ...[
      ',"creationDate":"202',
      '00Z","status":"pending","status":"completed","transactionType":"UserPurchase","client":{"marketplaceCountry":"US"},"links":{"self":{"uri":"/customers/',
    ],
    ...[
      '","method":"GET","headers":[]},"patchOperation":{"uri":"/customers/',
      '","method":"PATCH","headers":[]}},"attributes":{"objectType":"Order","etag":"eyJpZCI6Ij',
    ],
    ...['IsInZlcnNpb24iOjF9"}}}'],
  ].join(''),
);
const PREFIX = '1 ';

/** A text that is an answer again with {@link openedText}. */
export const packedText = (text: string): string =>
  PREFIX + deflateRawSync(text, { level: 9, dictionary: FIRST_DICTIONARY }).toString('base64');

/** @throws InvariantError for a text that only a later version knows. Before, answers were zipped without a dictionary. */
export function openedText(kept: string): string {
  const isZipped = kept.startsWith('H4sI');
  if (isZipped) return gunzipSync(Buffer.from(kept, 'base64')).toString('utf8');
  invariant(kept.startsWith(PREFIX), 'answers are packed in a way that is known');
  const packed = Buffer.from(kept.slice(PREFIX.length), 'base64');
  return inflateRawSync(packed, { dictionary: FIRST_DICTIONARY }).toString('utf8');
}
