import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { EventRecord } from '../contracts/events.ts';
import { invariant } from '../kernel/invariant.ts';

/**
 * What the events of a save are stored as. A save with a whole state before and after is two kilobytes of names and of the
 * same values twice: deflated, with what events are made of known beforehand, it is a quarter, and one write unit instead
 * of two or three.
 */

/** Names and values that events have; the commonest last. It never changes: what was packed with it is read for ever. */
const FIRST_DICTIONARY = Buffer.from(
  [
    ...[
      '"partnerIdOnRecord":"',
      '"parentSubscriptionId":"',
      '"suspensionReason":"CustomerCancellation"',
      '"suspendedAt":"',
    ],
    ...[
      '"earlyTerminationFee":{"percentOfRemaining":"',
      '"trigger":"suspend"',
      '"trigger":"renew"',
      '"trigger":"amend"',
    ],
    ...['"},"changed":["quantity"],"trigger":"resize","before":{', '"},"after":{', '"priceLock":{"priceList":"202'],
    ...['","currency":"EUR","currency":"USD","wholesale":"1', '","list":"2', '","discountPercent":"0","lockedAt":"202'],
    ...['-01T00:00:00.000Z"},"activations":1,"subscriptionId":"', '","orderId":"', '","lineNumber":0,"offerId":"'],
    ...['","offerName":"Office 365 Enterprise ', '","friendlyName":"Microsoft 365 Business ', '","family":"office365"'],
    ...[',"planId":"', '","quantity":1,"billingType":"license","billingCycle":"annual","billingCycle":"monthly"'],
    ...[',"status":"suspended","status":"active","autoRenewEnabled":true,"createdAt":"202', '","anchorOn":"202'],
    ...['","termStartOn":"202', '","commitmentEndOn":"202', '","companyName":"', '","domain":"', '","country":"US"'],
    ...[',"lines":[{"lineNumber":0,"offerId":"', '"type":"OrderCreated"', '"type":"SubscriptionRenewed"'],
    ...[
      '"type":"SubscriptionCreated"',
      '[{"eventId":"',
      '","type":"SubscriptionUpdated","version":1,"source":"tenancy"',
    ],
    ...['"source":"billing"', '"source":"commerce","occurredAt":"202', '","tenantId":"', '","aggregateId":"'],
    ...[
      '","aggregateVersion":1,"correlationId":"',
      '","causationId":"',
      '","actor":{"tenantId":"program","kind":"schedule"}',
    ],
    ...['","kind":"user","principalId":"', '","applicationId":"', '"},"detail":{"customerId":"', '","partnerId":"'],
  ].join(''),
);
const PREFIX = '1 ';

/** Bytes of an item that are one write unit, less those of its names and numbers. */
const PLAIN_MAX = 1024 - 60;

/** Events as they lie in an item of this key: as they are, or as a text where that is shorter than a unit of the table. */
export function outboxValue(records: readonly EventRecord[], key: string): readonly EventRecord[] | string {
  const text = Buffer.from(JSON.stringify(records));
  if (text.length + key.length <= PLAIN_MAX) return records;
  return PREFIX + deflateRawSync(text, { level: 9, dictionary: FIRST_DICTIONARY }).toString('base64');
}

/** @throws InvariantError for a text that only a later version knows. */
export function recordsOf(stored: unknown): readonly EventRecord[] {
  if (Array.isArray(stored)) return stored;
  if (typeof stored !== 'string') return [];
  invariant(stored.startsWith(PREFIX), 'events are packed in a way that is known');
  const packed = Buffer.from(stored.slice(PREFIX.length), 'base64');
  return JSON.parse(inflateRawSync(packed, { dictionary: FIRST_DICTIONARY }).toString('utf8'));
}
