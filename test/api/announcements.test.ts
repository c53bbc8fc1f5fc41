import { expect, test } from 'vitest';
import { PartnerChanged, PartnerUserChanged, PriceListCorrected } from '../../events/index.ts';
import { type NotificationsDeps, notificationsContext } from '../../functions/notifications/lambda/context.ts';
import type { EventDefinition, EventDetail, EventRecord } from '../../shared/contracts/events.ts';
import { accessRecords } from '../../shared/identity/access.ts';
import { dispatchEvent } from '../../shared/messaging/consumer.ts';
import { silentObservability } from '../../shared/observability/observability.ts';
import { anEvent } from '../support/events.ts';
import { examples } from '../support/examples.ts';
import { testMailer } from '../support/mailer.ts';
import { memoryTable } from '../support/memory-table.ts';
import { runJobToItsEnd } from '../support/scale/jobs.ts';

const exampleOf = <E extends EventDefinition>({ type }: E): EventDetail<E> =>
  examples.find(({ event }) => event.type === type)!.event.detail as EventDetail<E>;
const { consumers, consumerFunctions } = notificationsContext;
const VISIBLE = '2026-02-20T00:00:00.000Z';

/** So many partners with a global admin each. */
async function openNotifications(partners: number) {
  const mailer = testMailer();
  let writesLeft = Number.POSITIVE_INFINITY;
  const beforeWrite = () => {
    writesLeft -= 1;
    if (writesLeft < 0) throw new Error('stopped');
  };
  const table = memoryTable({ beforeWrite });
  const deps: NotificationsDeps = {
    ...{ table, records: accessRecords(table), log: silentObservability().log, mailer },
    ...{ senderAddress: 'program@program.example', programName: 'Program', apiRoot: 'https://api.program.example' },
    linkSecretAt: async () => 'secret',
  };
  const consume = (event: EventRecord) => dispatchEvent(consumers, consumerFunctions, event, deps);
  const enrol = async (partnerId: string, status = 'active') => {
    const detail = { ...exampleOf(PartnerChanged), partnerId, status };
    await consume(anEvent(PartnerChanged, detail, { aggregateVersion: 1 }));
    const user = { ...exampleOf(PartnerUserChanged), partnerId, userId: `u-${partnerId}`, roles: ['GlobalAdmin'] };
    await consume(
      anEvent(PartnerUserChanged, { ...user, email: `${partnerId}@example.org` } as never, { aggregateVersion: 1 }),
    );
  };
  for (let n = 0; n < partners; n += 1) await enrol(`partner-${String(n).padStart(3, '0')}`);
  const run = (at: string) => runJobToItsEnd(notificationsContext, 'sendPendingMails', at, deps);
  const stopAfter = (writes: number) => {
    writesLeft = writes;
  };
  return { consume, enrol, run, mailer, stopAfter, told: () => new Set(mailer.sent.map(({ to }) => to)).size };
}
const corrected = (change = {}) =>
  anEvent(PriceListCorrected, { ...exampleOf(PriceListCorrected), ...change }, { aggregateVersion: 2 });

test('CAT-4: every partner is told of a corrected price list once, with the reason, however often its event comes', async () => {
  const { consume, enrol, run, mailer, told } = await openNotifications(2);
  await enrol('gone', 'terminated');
  const event = corrected();
  await consume(event);
  await consume(event);
  await run('2026-02-13T00:20:00Z');
  expect([mailer.sent.length, told()]).toEqual([2, 2]);
  const [mail] = mailer.sent;
  expect(mail!.subject).toBe('Prices of February 2026 were corrected');
  expect(mail!.text).toContain('> The price in Canada had the wrong currency.');
  expect(mail!.text).toContain('February 15, 2026 at 00:00 UTC');
  expect(mail!.text).toContain('https://api.program.example/v1/pricelists/202602?asOf=2026-02-15');
});

test('CAT-4: of a list that nobody sees yet they are told when they may see it', async () => {
  const { consume, run, told } = await openNotifications(2);
  await consume(corrected({ visibleFrom: VISIBLE }));
  await run('2026-02-19T23:20:00Z');
  expect(told()).toBe(0);
  await run('2026-02-20T00:20:00Z');
  expect(told()).toBe(2);
});

test('CAT-4: more partners than a page are told by the run, each of one mail, wherever it stops', async () => {
  const { consume, run, mailer, stopAfter, told } = await openNotifications(130);
  for (const writes of [0, 7, 150]) {
    stopAfter(writes);
    await consume(corrected()).catch(() => undefined);
  }
  for (const writes of [3, 40]) {
    stopAfter(writes);
    await run('2026-02-05T01:20:00Z').catch(() => undefined);
  }
  stopAfter(Number.POSITIVE_INFINITY);
  for (const at of ['2026-02-05T02:20:00Z', '2026-02-05T03:20:00Z', '2026-02-05T04:20:00Z']) await run(at);
  expect([told(), new Set(mailer.sent.map(({ id }) => id)).size]).toEqual([130, 130]);
});
