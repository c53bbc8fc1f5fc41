import { expect, test } from 'vitest';
import { lastVersion, linesIn } from '../../../../functions/billing/history/domain/subscription.ts';
import { subscriptionItem } from '../../../../functions/billing/history/store/subscription-item.ts';
import { lineText, window } from '../../../support/billing-history.ts';

/** Items as they were ever stored: each must be read for good. */
const key = {
  pk: 'BILLING#p#SUBSCRIPTIONS',
  sk: 'c0000000-0000-4000-8000-000000000001#5ab00000-0000-4000-8000-000000000001',
};

/** With a folded past whose lines say nothing of a tax day, a save that waits, and no days left out. */
const FOLDED = {
  ...key,
  version: 8,
  h: 'DQAAAAAAQACAAAAAAAAAAQ|D_4AAAAAQACAAAAAAAAAAQ;q|171220|171222|!e3|3;n|180102||!e4|||||||Head office|~;r|180113||!e5|||1801,USD,5.00||190113',
  b: '{"createdOn":"2016-01-13","terms":[{"no":2,"startOn":"2017-01-13","endOn":"2018-01-13","anchorOn":"2016-01-13","cycle":"monthly","lock":"1801,USD,4.00","eventId":"e2"}],"isActive":true,"quantity":2,"autoRenew":true,"friendlyName":"","reseller":"","live":[{"postedOn":"2017-11-13","term":0,"eventKey":"cycle:2017-11-13","ordinal":0,"reason":"cycle","eventId":"e2","chargeType":"Cycle fee","start":"2017-11-13","end":"2017-12-13","quantity":2,"sign":1,"unitPrice":"400","amount":"800","days":30,"cycleDays":30,"cyclePrice":"4.00"}],"nextCycle":23,"postedOn":"2017-01-13","knownOn":"2017-01-13","foldedVersion":2}',
  w: '7:q|181220||!e7|9',
};

test('BIL-3: a folded item gives its lines, and is written as it was', () => {
  const { subscription } = subscriptionItem.fromItem(FOLDED);
  expect(lastVersion(subscription)).toBe(5);
  expect(subscription.opening!.live[0]).toMatchObject({ taxedOn: '2017-11-13', amount: 800n });
  expect(linesIn(subscription, window('2017-12-20', '2018-02-01')).lines.map(lineText)).toEqual([
    '2017-12-13..2018-01-12 Cycle instance prorate -4.00 x 2 = -8.00',
    '2017-12-13..2017-12-19 Cycle instance prorate 0.90 x 2 = 1.81',
    '2017-12-20..2018-01-12 Cycle instance prorate 3.10 x 3 = 9.29',
    '2018-01-13..2018-02-12 Prorate fee when renew 5.00 x 3 = 15.00',
  ]);
  expect(subscriptionItem.toItem(key, { subscription, version: 8 })).toEqual({ ...FOLDED, s: 1 });
});

test('X3: an item that invoices left out says since when', () => {
  const aside = { ...FOLDED, a: '171115180115' };
  expect(subscriptionItem.fromItem(aside).subscription.aside).toEqual({ start: '2017-11-15', end: '2018-01-15' });
  expect(subscriptionItem.toItem(key, subscriptionItem.fromItem(aside))).toEqual({ ...aside, s: 1 });
});
