import { customerPath, offers, openStockedShop, soldIn } from '../commerce.ts';
import { writeUnits } from './write-units.ts';

/** What commerce writes for what partners do most, in units, copies in indexes included. */
export interface SaleCosts {
  /** Of orders with so many lines. */
  readonly order: ReadonlyMap<number, number>;
  readonly seatChange: number;
  readonly renewal: number;
}

/** Each is done once in a program with the demo's catalogue, by a client that names its requests. */
export async function saleCosts(): Promise<SaleCosts> {
  let units = 0;
  const shop = await openStockedShop({
    hooks: {
      beforeWrite(writes) {
        units += writeUnits(writes);
      },
    },
  });
  const counted = async (what: () => Promise<unknown>): Promise<number> => {
    units = 0;
    await what();
    return units;
  };
  let requests = 0;
  const send = async (method: 'POST' | 'PATCH', path: string, body: object) => {
    requests += 1;
    const headers = { 'ms-requestid': `00000000-0000-4000-8000-${String(requests).padStart(12, '0')}` };
    const answer = await shop.send({ method, path: customerPath + path, body, headers });
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
  };
  const order = (lines: number) =>
    send('POST', '/orders', { lineItems: Array.from({ length: lines }, () => ({ offerId: offers.e3, quantity: 3 })) });
  await order(1);
  const { subscriptionId } = soldIn(shop)[0]!;
  const renewal = 'renewSubscriptions';
  return {
    seatChange: await counted(() => send('PATCH', `/subscriptions/${subscriptionId}`, { quantity: 4 })),
    renewal: await counted(() => shop.runJob(renewal, '2027-02-11T00:05:00.000Z')),
    order: new Map([
      [1, await counted(() => order(1))],
      [10, await counted(() => order(10))],
      [100, await counted(() => order(100))],
    ]),
  };
}
