import { describe, expect, it, test } from 'vitest';
import { formatAmount, formatDay } from '../../../../functions/notifications/mails/domain/format.ts';
import { writeMail } from '../../../../functions/notifications/mails/domain/mail.ts';
import type {
  AgreementFacts,
  DelegatedAdminRemovedFacts,
  InvitationFacts,
  InvoiceFacts,
  MailFacts,
  SignInFacts,
} from '../../../../functions/notifications/mails/domain/mail-facts.ts';
import { styleSheet } from '../../../../shared/pages/style.ts';

const invoice: InvoiceFacts = {
  kind: 'invoice',
  companyName: 'Contoso Resale',
  displayName: 'Ada Weber',
  invoiceId: 'D0300083T7',
  invoiceOn: '2026-02-05',
  periodStartOn: '2026-01-05',
  dueOn: '2026-04-06',
  total: { amount: '12345.60', currency: 'USD' },
  lineCount: 42,
};
const removed: DelegatedAdminRemovedFacts = {
  kind: 'delegatedAdminRemoved',
  companyName: 'Compass Advisory',
  displayName: 'Vera Novak',
  customerId: 'c',
  customerName: 'Lakeside Furniture',
  customerDomain: 'lakeside.example',
  removedOn: '2026-03-10',
};
const { removedOn: erasedFrom, ...formerly } = removed;
const formerCustomer: MailFacts = { ...formerly, kind: 'formerCustomerErasure', erasedFrom };
const agreement: AgreementFacts = {
  kind: 'agreement',
  companyName: 'Contoso Resale',
  displayName: 'Ada Weber',
  change: 'noticeGiven',
  termEndsOn: '2026-09-01',
  endsOn: '2026-09-01',
  runOffEndsOn: '2027-09-01',
  notice: { type: 'nonRenewal', givenBy: 'partner' },
};
const invitation: InvitationFacts = {
  kind: 'invitation',
  invitationKind: 'reseller-invitation',
  partnerId: 'p',
  partnerName: 'Contoso Resale',
  linkSubject: 'p',
  generation: 1,
  root: 'https://portal.example',
};
const signIn: SignInFacts = {
  kind: 'signIn',
  displayName: 'Ada Weber',
  organization: 'Contoso Resale',
  userPrincipalName: 'ada@contoso.example',
  linkSubject: 'p#u',
  generation: 1,
  root: 'https://portal.example',
  validUntil: '2026-02-12T14:30:00.000Z',
};
const page = 'https://portal.example/page?a=1&b=2';
const frame = { page, apiRoot: 'https://api.example', programName: 'Sky & Co' };

const mails: [string, MailFacts, greeting: string][] = [
  ['an invoice', invoice, 'Hello Ada Weber,'],
  ['a removal', removed, 'Hello Vera Novak,'],
  ['notice of an agreement', agreement, 'Hello Ada Weber,'],
  ['an invitation', { ...invitation, message: 'Good to meet you.\nSee you soon.' }, 'Hello,'],
  ['an advisor’s invitation', { ...invitation, invitationKind: 'advisor-invitation' }, 'Hello,'],
  ['a sign-in', signIn, 'Hello Ada Weber,'],
  ['an erasure', { kind: 'erasure', customerName: 'Lakeside Furniture', erasedFrom: '2026-03-10' }, 'Hello,'],
  ['the erasure of a former customer', formerCustomer, 'Hello Vera Novak,'],
];

const unescaped = (html: string): string =>
  [
    ['&lt;', '<'],
    ['&gt;', '>'],
    ['&quot;', '"'],
    ['&#39;', "'"],
    ['&amp;', '&'],
  ].reduce((text, [entity, sign]) => text.replaceAll(entity!, sign!), html);

/** The words of a mail’s HTML, as a reader sees them. */
const wordsOfHtml = (html: string): string[] =>
  unescaped(
    html
      .replace(/^[\s\S]*<body[^>]*>/, '')
      .replaceAll('<wbr>', '')
      .replaceAll(/<[^>]*>/g, ' '),
  ).match(/\S+/g) ?? [];

describe.each(mails)('NOT-1: the mail about %s', (_, facts, greeting) => {
  const mail = writeMail(facts, frame);

  test('NOT-1: says whose it is, and greets by name who is known by name', () => {
    expect(mail.text.split('\n\n').slice(0, 2)).toEqual(['Sky & Co', greeting]);
  });

  test('NOT-1: says the same in text and in HTML, word for word', () => {
    // What sets things apart in plain text is drawn in HTML.
    const plain = mail.text.replaceAll(/^> /gm, '').replaceAll(/:\n(?=http)/g, '\n');
    expect(wordsOfHtml(mail.html)).toEqual(plain.match(/\S+/g));
  });

  test('NOT-1: leads people to pages, never to answers for programs', () => {
    const links = [...mail.html.matchAll(/href="([^"]*)"/g)].map(([, address]) => unescaped(address!));
    for (const address of links) expect(new URL(address).pathname).not.toMatch(/^\/v1/);
    expect(links).toEqual(['delegatedAdminRemoved', 'formerCustomerErasure'].includes(facts.kind) ? [] : [page]);
  });

  test('NOT-1: has the colours of the pages, in the light and in the dark', () => {
    const colours = new Set(mail.html.match(/#[0-9a-f]{6}\b/g));
    const ofPages = new Set(styleSheet.match(/#[0-9a-f]{6}\b/g));
    expect([...colours].filter((colour) => !ofPages.has(colour))).toEqual([]);
    expect(mail.html).toContain('@media (prefers-color-scheme:dark)');
  });
});

test('NOT-2: the mail about an invoice names the file that people open with its byte-order mark', () => {
  const { text } = writeMail(invoice, frame);
  expect(text).toContain('https://api.example/v1/invoices/D0300083T7/reconciliationfiles/license?bom=true');
});

test('NOT-1: a long address may go on in the next line, and is the same text', () => {
  const { html } = writeMail(signIn, frame);
  expect(html).toContain('ada@<wbr>contoso.<wbr>example');
  expect(writeMail(invoice, frame).html, 'an amount stays whole').toContain('USD 12,345.60');
});

describe('NOT-2 the mail about an invoice', () => {
  const mail = writeMail(invoice, frame);

  it.each([
    ['number', 'D0300083T7'],
    ['date', 'February 5, 2026'],
    ['period, its last day counted', 'January 5, 2026 to February 4, 2026'],
    ['total', 'USD 12,345.60'],
    ['due date', 'April 6, 2026'],
    ['count of lines', '42'],
    ['whom it is for', 'Hello Ada Weber,'],
    ['why one gets it', 'as a global admin or admin agent of Contoso Resale'],
  ])('NOT-2: says the %s in text and in HTML', (_, words) => {
    expect(mail.text).toContain(words);
    expect(mail.html).toContain(words);
  });

  test('NOT-2: the subject says number, date and total', () => {
    expect(mail.subject).toBe('Invoice D0300083T7 of February 5, 2026: USD 12,345.60');
  });

  test('NOT-2: of an invoice of credits nothing is due', () => {
    const { text } = writeMail({ ...invoice, total: { amount: '-10.00', currency: 'USD' } }, frame);
    expect(text).toMatch(/Total +-USD 10\.00/);
    expect(text).toMatch(/Due +nothing/);
  });
});

test('DAP-3: the mail to an advisor says whose administration it lost, since when, and what that means', () => {
  const { text } = writeMail(removed, frame);
  for (const words of [
    'Lakeside Furniture',
    'lakeside.example',
    'March 10, 2026',
    'no longer configure',
    'Compass Advisory',
  ])
    expect(text).toContain(words);
});

it.each([
  [
    {},
    'Notice of your program agreement: it ends on August 31, 2026',
    'Your company has given notice that the agreement is not renewed.',
  ],
  [
    { notice: { type: 'termination', givenBy: 'operator' } },
    'Notice of your program agreement: it ends on August 31, 2026',
    'The program has given notice to end the agreement.',
  ],
  [
    { notice: { type: 'breach', givenBy: 'operator' } },
    'Notice of your program agreement: it ends on August 31, 2026',
    'takes the notice back when the breach is cured in time',
  ],
  [{ change: 'noticeWithdrawn' }, 'Your program agreement ends on August 31, 2026', 'Another one stands'],
  [
    { change: 'noticeWithdrawn', endsOn: undefined, runOffEndsOn: undefined },
    'Notice of your program agreement was taken back',
    'renews every 31 August',
  ],
  [{ change: 'endingSoon' }, 'Your program agreement ends on August 31, 2026', 'ends on August 31, 2026'],
  [
    { change: 'ended' },
    'Your program agreement ended on August 31, 2026',
    'What was sold is served until  August 31, 2027',
  ],
] as const)('PRG-7, NOT-2: of an agreement with %j the mail says “%s”', (change, subject, words) => {
  const mail = writeMail({ ...agreement, ...change } as AgreementFacts, frame);
  expect(mail.subject).toBe(subject);
  expect(mail.text).toContain(words);
});

describe('REL-1 the mail with an invitation', () => {
  test('REL-1: names the partner, what is granted, and where to read more', () => {
    const mail = writeMail(invitation, frame);
    expect(mail.subject).toBe('Contoso Resale invites you to buy cloud services through it');
    expect(mail.text).toContain('may order cloud services for your organization');
    expect(mail.text).toContain(page);
    expect(mail.html).toContain('href="https://portal.example/page?a=1&amp;b=2"');
  });

  test('REL-8: an advisor asks for administration only', () => {
    const { text } = writeMail({ ...invitation, invitationKind: 'advisor-invitation' }, frame);
    expect(text).toContain('It can order nothing');
    expect(text).not.toContain('may order');
  });

  test('REL-1: the partner’s own words are set apart, line by line', () => {
    const mail = writeMail({ ...invitation, message: 'Hello Bob,\nas discussed.' }, frame);
    expect(mail.text).toContain('Contoso Resale writes:\n\n> Hello Bob,\n> as discussed.');
  });
});

test('NOT-1: the mail with a sign-in link says for whom, and until when', () => {
  const mail = writeMail(signIn, frame);
  expect(mail.subject).toBe('Set your password for Contoso Resale');
  for (const words of ['ada@contoso.example', page, 'until February 12, 2026 at 14:30 UTC'])
    expect(mail.text).toContain(words);
});

describe('names that were meant to do harm', () => {
  const evil = '<script>alert(1)</script>"\'&\r\nBcc: all@example.org';

  it.each([
    ['invoice', { ...invoice, companyName: evil, displayName: evil, invoiceId: evil }],
    ['removal', { ...removed, customerName: evil, customerDomain: evil, companyName: evil }],
    ['invitation', { ...invitation, partnerName: evil, message: evil }],
    ['sign-in', { ...signIn, displayName: evil, organization: evil, userPrincipalName: evil }],
  ])('NOT-1: in the mail about an %s stay words', (_, facts) => {
    const mail = writeMail(facts, frame);
    expect(mail.html).not.toContain('<script');
    expect(mail.html).toContain('&lt;script&gt;');
    expect(mail.subject).not.toMatch(/[\r\n]/);
  });

  test('NOT-1: an address cannot leave its attribute', () => {
    const { html } = writeMail(invitation, { ...frame, page: 'https://x.example/"onclick="alert(1)' });
    expect(html).not.toContain('"onclick="');
  });
});

it.each([
  ['1234.5', 'USD', 'USD 1,234.50', 'two decimals'],
  ['1234567', 'JPY', 'JPY 1,234,567', 'no decimals'],
  ['0.125', 'KWD', 'KWD 0.125', 'three decimals'],
  ['-4.00', 'EUR', '-EUR 4.00', 'a credit'],
  ['123456789012345.67', 'USD', 'USD 123,456,789,012,345.67', 'more digits than a number keeps'],
])('NOT-2: %s %s reads %s: %s', (amount, currency, expected) => {
  expect(formatAmount({ amount, currency })).toBe(expected);
});

test('NOT-2: days do not depend on the zone of the machine', () => {
  expect(formatDay('2026-01-01')).toBe('January 1, 2026');
});
