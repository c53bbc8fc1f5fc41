import { beforeEach, describe, expect, it, test } from 'vitest';
import {
  CustomerErased,
  CustomerRelationshipChanged,
  InvitationMailRequested,
  InvoiceIssued,
  PartnerChanged,
  PartnerUserChanged,
  ProgramAgreementChanged,
  SignInMailRequested,
} from '../../events/index.ts';
import type { NotificationsDeps } from '../../functions/notifications/lambda/context.ts';
import { notificationsContext } from '../../functions/notifications/lambda/context.ts';
import type { EventDefinition, EventDetail, EventRecord } from '../../shared/contracts/events.ts';
import type { Query } from '../../shared/dynamo/table.ts';
import { accessRecords } from '../../shared/identity/access.ts';
import { linkPaths, linkSubjects, linkToken } from '../../shared/identity/links.ts';
import { dispatchEvent } from '../../shared/messaging/consumer.ts';
import { silentObservability } from '../../shared/observability/observability.ts';
import { storeCustomer } from '../support/access.ts';
import { anEvent } from '../support/events.ts';
import { examples } from '../support/examples.ts';
import { type TestMailer, testMailer } from '../support/mailer.ts';
import { type MemoryTable, type MemoryTableHooks, memoryTable } from '../support/memory-table.ts';
import { storedTexts } from '../support/rights-in-clear.ts';
import { runJobToItsEnd } from '../support/scale/jobs.ts';

/** Another one for every instant: a mail has the secret of the moment at which it was asked for. */
const linkSecretOf = (at: string): string => `secret of links made at ${at}`;
const PARTNER = '3a9f1c52-6b1e-4d0a-9d55-0c7be1f0a6d1';
const { consumers, consumerFunctions } = notificationsContext;

let hooks: MemoryTableHooks;
let table: MemoryTable;
let mailer: TestMailer;
let deps: NotificationsDeps;
beforeEach(() => {
  hooks = {};
  table = memoryTable({
    beforeWrite: (writes) => hooks.beforeWrite?.(writes),
    afterWrite: (writes, stored) => hooks.afterWrite?.(writes, stored),
  });
  mailer = testMailer();
  deps = {
    table,
    records: accessRecords(table),
    log: silentObservability().log,
    mailer,
    senderAddress: 'program@program.example',
    programName: 'Example Program',
    apiRoot: 'https://api.program.example',
    linkSecretAt: async (at) => linkSecretOf(at),
  };
});

const consume = (event: EventRecord) => dispatchEvent(consumers, consumerFunctions, event, deps);
const run = (scheduledAt: string, using = deps) =>
  runJobToItsEnd(notificationsContext, 'sendPendingMails', scheduledAt, using);
const exampleOf = <E extends EventDefinition>({ type }: E): EventDetail<E> =>
  examples.find(({ event }) => event.type === type)!.event.detail as EventDetail<E>;

const partner = (change = {}, version = 1) =>
  anEvent(PartnerChanged, { ...exampleOf(PartnerChanged), ...change }, { aggregateVersion: version });
const user = (userId: string, change = {}, version = 1) => {
  const detail = { ...exampleOf(PartnerUserChanged), userId, email: `${userId}@contoso.example`, ...change };
  return anEvent(PartnerUserChanged, detail, { aggregateVersion: version });
};
const invoice = anEvent(InvoiceIssued, exampleOf(InvoiceIssued));
const invitation = anEvent(InvitationMailRequested, {
  ...exampleOf(InvitationMailRequested),
  to: ['bob@fabrikam.example', 'eve@wingtip.example', 'BOB@fabrikam.example'],
});
const signIn = anEvent(SignInMailRequested, exampleOf(SignInMailRequested));

const receivers = () => mailer.sent.map(({ to }) => to).sort();
const idsSent = () => mailer.sent.map(({ id }) => id);
const crash = new Error('the machine stopped');

describe('NOT-2 mails about an invoice', () => {
  test('NOT-2: go to global admins and admin agents of the partner', async () => {
    await consume(partner());
    await consume(user('global', { roles: ['GlobalAdmin'] }));
    await consume(user('agent', { roles: ['AdminAgent'] }));
    await consume(user('helpdesk', { roles: ['HelpdeskAgent'] }));
    await consume(user('left', { isActive: false }));
    await consume(invoice);
    expect(receivers()).toEqual(['agent@contoso.example', 'global@contoso.example']);
    expect(mailer.sent[0]).toMatchObject({
      from: 'program@program.example',
      subject: 'Invoice D0300083T7 of February 5, 2026: USD 123.87',
      text: expect.stringContaining('https://api.program.example/v1/invoices/D0300083T7'),
    });
  });

  test('NOT-4: an older event about a user changes nothing, whatever order they come in', async () => {
    await consume(partner({ companyName: 'New Name' }, 5));
    await consume(partner({ companyName: 'Old Name' }, 4));
    await consume(user('ada', { roles: [] }, 3));
    await consume(user('ada', { roles: ['GlobalAdmin'] }, 2));
    await consume(user('bea', { email: 'old@contoso.example' }, 1));
    await consume(user('bea', { email: 'new@contoso.example' }, 2));
    await consume(invoice);
    expect(receivers()).toEqual(['new@contoso.example']);
    expect(mailer.sent[0]!.text).toContain('New Name');
  });

  test('NOT-4: an invoice that comes before the partner’s users waits for them', async () => {
    await consume(invoice);
    expect(await run('2026-02-05T02:20:00Z')).toMatchObject({ addressed: 0, sent: 0 });
    await consume(user('ada'));
    await consume(partner());
    expect(await run('2026-02-05T03:20:00Z')).toMatchObject({ addressed: 1 });
    await run('2026-02-05T04:20:00Z');
    await consume(invoice);
    expect(receivers()).toEqual(['ada@contoso.example']);
  });

  test('NOT-4: an invoice for which nobody turns up is reported after 30 days, and no longer looked for', async () => {
    await consume(invoice);
    expect(await run('2026-03-07T00:59:00Z')).toMatchObject({ givenUp: 0 });
    expect(await run('2026-03-07T01:00:00Z')).toMatchObject({ givenUp: 1 });
    await consume(partner());
    await consume(user('ada'));
    await consume(invoice);
    await run('2026-03-07T02:00:00Z');
    expect(mailer.sent).toEqual([]);
  });

  test('NOT-4: from its second day on a notice that nobody can be told of is looked at once a day', async () => {
    await consume(invoice);
    let reads = 0;
    const counting = {
      ...deps.table,
      query: (asked: Query) => {
        reads += asked.pk.endsWith('#CONTACTS') ? 1 : 0;
        return deps.table.query(asked);
      },
    };
    for (let hour = 2; hour < 24 * 8; hour += 1)
      await run(new Date(Date.UTC(2026, 1, 5, hour, 20)).toISOString(), { ...deps, table: counting });
    expect(reads).toBe(23 + 6);
    await consume(partner());
    await consume(user('ada'));
    expect(await run('2026-02-13T01:20:00Z')).toMatchObject({ addressed: 0 });
    expect(await run('2026-02-14T00:20:00Z')).toMatchObject({ addressed: 1 });
  });

  test('NOT-4: who becomes admin agent later is not told of an invoice that others were told of', async () => {
    await consume(partner());
    await consume(user('ada'));
    await consume(invoice);
    await consume(user('late'));
    await consume(invoice);
    expect(receivers()).toEqual(['ada@contoso.example']);
  });
});

describe('DAP-3 an advisor that loses delegated administration', () => {
  const advised = { relationship: 'advisor', delegatedAdmin: true };
  const change = (before: object, after: object, source = 'customer') =>
    anEvent(CustomerRelationshipChanged, {
      ...exampleOf(CustomerRelationshipChanged),
      ...({ before, after, source } as Pick<
        EventDetail<typeof CustomerRelationshipChanged>,
        'before' | 'after' | 'source'
      >),
    });
  beforeEach(async () => {
    await consume(partner());
    await consume(user('ada'));
  });

  test('DAP-3: gets a mail that names the customer', async () => {
    const lost = change(advised, { relationship: 'advisor', delegatedAdmin: false });
    await consume(lost);
    await consume(lost);
    expect(receivers()).toEqual(['ada@contoso.example']);
    expect(mailer.sent[0]!.subject).toBe('Fabrikam has taken delegated administration from you');
    expect(mailer.sent[0]!.text).toContain('fabrikam.onprogram.example');
  });

  it.each([
    [
      'a reseller that loses it',
      { relationship: 'reseller', delegatedAdmin: true },
      { relationship: 'reseller', delegatedAdmin: false },
      'customer',
    ],
    ['an advisor that gave it up itself', advised, { relationship: 'advisor', delegatedAdmin: false }, 'partner'],
    [
      'an advisor that becomes cloud reseller',
      advised,
      { relationship: 'reseller', delegatedAdmin: true },
      'invitation',
    ],
    [
      'an accepted invitation',
      { relationship: 'none', delegatedAdmin: false },
      { relationship: 'reseller', delegatedAdmin: true },
      'invitation',
    ],
  ])('REL-5: %s gets none', async (_, before, after, source) => {
    await consume(change(before, after, source));
    await run('2026-06-01T00:20:00Z');
    expect(mailer.sent).toEqual([]);
  });
});

describe('NOT-2 mails about the program agreement', () => {
  const agreement = (change: EventDetail<typeof ProgramAgreementChanged>['change']) =>
    anEvent(ProgramAgreementChanged, { ...exampleOf(ProgramAgreementChanged), change });

  test.each(['noticeGiven', 'noticeWithdrawn', 'endingSoon', 'ended'] as const)(
    'NOT-2, PRG-7: of %s the global admins alone are told, once',
    async (change) => {
      await consume(partner());
      await consume(user('global', { roles: ['GlobalAdmin'] }));
      await consume(user('agent', { roles: ['AdminAgent'] }));
      const event = agreement(change);
      await consume(event);
      await consume(event);
      expect(receivers()).toEqual(['global@contoso.example']);
    },
  );

  test('NOT-2: a renewal, which comes by itself every year, is no news', async () => {
    await consume(partner());
    await consume(user('global', { roles: ['GlobalAdmin'] }));
    await consume(agreement('renewed'));
    await run('2026-09-01T01:20:00Z');
    expect(receivers()).toEqual([]);
  });
});

describe('REL-1 invitations and sign-in links', () => {
  test('REL-1: an invitation goes to each address once, and answers go to the partner', async () => {
    await consume(invitation);
    expect(receivers()).toEqual(['BOB@fabrikam.example', 'eve@wingtip.example']);
    const subject = linkSubjects.invitation(PARTNER);
    const token = linkToken(linkSecretOf(invitation.occurredAt), {
      kind: 'reseller-invitation',
      subject,
      generation: 1,
    });
    for (const { replyTo, text } of mailer.sent) {
      expect(replyTo).toBe('ada.weber@contoso.example');
      expect(text).toContain(`https://api.program.example${linkPaths.invitation(token, PARTNER)}`);
    }
  });

  test('NOT-1: a sign-in mail carries the link of that user', async () => {
    await consume(signIn);
    const { tenantId, userId } = exampleOf(SignInMailRequested);
    const subject = linkSubjects.password({ tenantId, userId });
    const token = linkToken(linkSecretOf(signIn.occurredAt), { kind: 'password', subject, generation: 1 });
    expect(receivers()).toEqual(['ada.weber@contoso.example']);
    expect(mailer.sent[0]!.text).toContain(`https://api.program.example${linkPaths.password(token)}`);
  });

  test('NOT-4: no token lies in the table', async () => {
    await consume(signIn);
    await consume(invitation);
    const tokens = mailer.sent.map(({ text }) => /\/(?:password|invitations)\/([\w-]+)/.exec(text)![1]!);
    const stored = storedTexts(table.items.values());
    expect(tokens).toHaveLength(3);
    for (const token of tokens) expect(stored).not.toContain(token);
  });

  test('NOT-4: a link that has expired meanwhile is not sent', async () => {
    mailer.fate.push('refused');
    await expect(consume(signIn)).rejects.toThrow();
    expect(await run('2026-01-12T08:05:00Z')).toMatchObject({ sent: 0, givenUp: 0 });
    expect(await run('2026-02-05T02:20:00Z')).toMatchObject({ sent: 0, givenUp: 1 });
  });
});

describe('CUS-6 an erased customer', () => {
  const { customerId } = exampleOf(CustomerErased);
  const erased = anEvent(CustomerErased, exampleOf(CustomerErased));
  const toCustomer = anEvent(SignInMailRequested, { ...exampleOf(SignInMailRequested), tenantId: customerId });
  const addressesStored = () => storedTexts(table.items.values()).match(/[\w.]+@[\w.]+/g) ?? [];

  test('CUS-6: leaves no mail, and gets none for an event that comes late or again', async () => {
    await consume(toCustomer);
    await consume(erased);
    expect(addressesStored()).toEqual([]);
    await consume(toCustomer);
    await consume({ ...toCustomer, eventId: 'asked for before, told after' });
    await run('2026-02-06T00:20:00Z');
    expect(addressesStored()).toEqual([]);
    expect(mailer.sent).toHaveLength(1);
    await consume(invitation);
    expect(mailer.sent).toHaveLength(3);
  });

  test('CUS-6: leaves no mail of an event that comes in the middle of the erasure', async () => {
    await consume(toCustomer);
    hooks.afterWrite = async ([write]) => {
      if (!write || !('delete' in write)) return;
      hooks = {};
      await consume({ ...toCustomer, eventId: 'meanwhile' });
    };
    await consume(erased);
    expect(hooks).toEqual({});
    expect(addressesStored()).toEqual([]);
    expect(mailer.sent).toHaveLength(1);
  });
});

describe('NOT-4 no mail is lost, none is sent twice', () => {
  beforeEach(async () => {
    await consume(partner());
    await consume(user('ada'));
  });

  test('NOT-4: an event that comes again sends nothing', async () => {
    for (let times = 0; times < 3; times += 1) {
      await consume(invoice);
      await consume(invitation);
    }
    await run('2026-02-06T00:20:00Z');
    expect(mailer.sent).toHaveLength(3);
  });

  test('NOT-4: two invoices give two mails with different ids', async () => {
    await consume(invoice);
    await consume(anEvent(InvoiceIssued, { ...exampleOf(InvoiceIssued), invoiceId: 'D0300084T7' }));
    expect(new Set(idsSent()).size).toBe(2);
  });

  test('NOT-4: a mail that was refused is sent when the event comes again', async () => {
    mailer.fate.push('refused');
    await expect(consume(invoice)).rejects.toThrow('refused');
    await consume(invoice);
    expect(receivers()).toEqual(['ada@contoso.example']);
  });

  test('NOT-4: one address that fails keeps no other from its mail', async () => {
    mailer.fate.push('refused');
    await expect(consume(invitation)).rejects.toThrow('refused');
    expect(mailer.sent).toHaveLength(1);
    await consume(invitation);
    expect(receivers()).toEqual(['BOB@fabrikam.example', 'eve@wingtip.example']);
  });

  test('NOT-4: when the event does not come again the hourly run sends it', async () => {
    mailer.fate.push('refused', 'refused');
    await expect(consume(invoice)).rejects.toThrow();
    expect(await run('2026-02-05T01:10:00Z'), 'its consumer’s for a quarter of an hour').toMatchObject({ sent: 0 });
    expect(await run('2026-02-05T01:20:00Z')).toMatchObject({ failed: 1 });
    expect(await run('2026-02-05T02:20:00Z')).toMatchObject({ sent: 1 });
    expect(await run('2026-02-05T03:20:00Z')).toMatchObject({ sent: 0, failed: 0 });
  });

  test('NOT-4: a repeat after a lost answer carries the same id', async () => {
    mailer.fate.push('answerLost');
    await expect(consume(invoice)).rejects.toThrow();
    await consume(invoice);
    expect(mailer.sent).toHaveLength(2);
    expect(new Set(idsSent()).size).toBe(1);
  });

  test('NOT-4: a mail that is never taken is tried ever less often, and given up after two days and a half', async () => {
    mailer.fate.push(...Array<'refused'>(100).fill('refused'));
    await expect(consume(invoice)).rejects.toThrow();
    let givenUp = 0;
    for (let hour = 2; hour < 80; hour += 1) {
      const at = new Date(Date.UTC(2026, 1, 5, hour, 20)).toISOString();
      givenUp += (await run(at)).givenUp as number;
    }
    expect([givenUp, 100 - mailer.fate.length]).toEqual([1, 14]);
  });

  /** Writes that an invoice's mail takes: notice, mail, notice closed, attempt begun, sent. */
  it.each([0, 1, 2, 3, 4])('NOT-4: a crash before write %i and again behind it loses nothing', async (at) => {
    for (const when of ['beforeWrite', 'afterWrite'] as const) {
      mailer.sent.length = 0;
      const event = anEvent(InvoiceIssued, { ...exampleOf(InvoiceIssued), invoiceId: `${at}-${when}` });
      let writes = 0;
      let isDown = false;
      const stop = () => {
        isDown ||= writes++ === at;
        if (isDown) throw crash;
      };
      hooks = when === 'beforeWrite' ? { beforeWrite: stop } : { afterWrite: stop };
      await expect(consume(event)).rejects.toThrow();
      hooks = {};
      await run('2026-02-06T00:20:00Z');
      await consume(event);
      await run('2026-02-06T01:20:00Z');
      await run('2026-02-06T02:20:00Z');
      expect(new Set(idsSent()).size).toBe(1);
      const wasUnknown = at === 4 && when === 'beforeWrite';
      expect(mailer.sent).toHaveLength(wasUnknown ? 2 : 1);
    }
  });

  test('NOT-4: an attempt under way is not overtaken by the hourly run, nor by the event that comes again', async () => {
    let finish = () => {};
    const slow = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const quick = deps.mailer;
    deps = { ...deps, mailer: { send: async (mail) => slow.then(() => quick.send(mail)) } };
    const first = consume(invoice);
    await new Promise((resolve) => setImmediate(resolve));
    await consume(invoice);
    expect(await run('2026-03-01T00:20:00Z')).toMatchObject({ sent: 0, watched: 1 });
    finish();
    await first;
    expect(await run('2026-03-01T01:20:00Z')).toMatchObject({ sent: 0 });
    expect(mailer.sent).toHaveLength(1);
  });
});

describe('NOT-1 nothing about commerce or billing reaches a customer', () => {
  /** The only mails whose receivers are no users of a partner: what somebody asked for, the choice of PRG-9, and that its data goes. */
  const ASKED_FOR = [
    'InvitationMailRequested',
    'SignInMailRequested',
    'PartnerChoiceOffered',
    'CustomerErasureAnnounced',
  ];
  /** Mails that one event of a kind brings when a partner has two receivers; any other brings none. */
  const BRINGS: Readonly<Record<string, number>> = {
    InvoiceIssued: 2,
    ProgramAgreementChanged: 2,
    AgreementVersionAnnounced: 2,
    PriceListCorrected: 2,
    UsageBudgetNeared: 2,
    UsagerecordsThresholdExceeded: 2,
    PaymentLate: 2,
    CollectionsStep: 2,
  };
  const listened = Object.entries(consumers.consumers).flatMap(([name, { on }]) =>
    on.map((definition) => [name, definition] as const),
  );

  test('NOT-1: asked-for mails come from tenancy', () => {
    const asked = listened.filter(([, { type }]) => ASKED_FOR.includes(type));
    expect(new Set(asked.map(([, { type }]) => type))).toEqual(new Set(ASKED_FOR));
    for (const [, { source }] of asked) expect(source).toBe('tenancy');
  });

  it.each(
    examples.filter(({ event }) => !ASKED_FOR.includes(event.type)).map(({ event }) => [event.type, event] as const),
  )('NOT-1: %s mails nobody but users of a partner', async (_, event) => {
    const customerId = 'c2e8a5d4-11f7-4b9b-8f0e-3f3c5c9f1e10';
    await storeCustomer(table, { partnerId: PARTNER, customerId });
    for (const example of examples) if (!ASKED_FOR.includes(example.event.type)) await consume(example.event);
    await consume(user('ada'));
    await run('2026-12-31T00:20:00Z');
    mailer.sent.length = 0;
    await consume({ ...event, eventId: 'another-event' });
    await run('2027-01-01T00:20:00Z');
    await run('2027-01-01T01:20:00Z');
    const ofPartner = ['ada@contoso.example', 'ada.weber@contoso.example'];
    for (const { to } of mailer.sent) expect(ofPartner).toContain(to);
    expect(mailer.sent.length).toBe(BRINGS[event.type] ?? 0);
  });

  test('NOT-1: the only addresses kept besides those of asked-for mails are those of partners’ users', async () => {
    for (const { event } of examples) if (!ASKED_FOR.includes(event.type)) await consume(event);
    const addresses = storedTexts(table.items.values()).match(/[\w.]+@[\w.]+/g) ?? [];
    expect(new Set(addresses)).toEqual(new Set(['ada.weber@contoso.example']));
  });
});
