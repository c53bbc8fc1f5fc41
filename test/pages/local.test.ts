import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { writeMail } from '../../functions/notifications/mails/domain/mail.ts';
import type { MailFacts } from '../../functions/notifications/mails/domain/mail-facts.ts';
import { signInPage, signInProblemPage } from '../../infra/local/identity/sign-in-page.ts';
import type { Mail } from '../../infra/local/mail/mailbox.ts';
import { serveMailboxPage } from '../../infra/local/mail/mailbox-page.ts';
import { type LocalServer, openServer } from '../../infra/local/net/server.ts';
import { accessibilityFaults, launchBrowser, PHONE, screenshot, tooNarrow } from '../support/browser.ts';

const NAME = 'Example Program';
const LONG = `${'p'.repeat(60)}@${'d'.repeat(60)}.onprogram.example`;
const WIDE = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';

const invoice: MailFacts = {
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
const signIn: MailFacts = {
  kind: 'signIn',
  displayName: WIDE,
  organization: WIDE,
  userPrincipalName: LONG,
  linkSubject: 'p#u',
  generation: 1,
  root: 'https://portal.example',
  validUntil: '2026-02-12T14:30:00.000Z',
};
const removed: MailFacts = {
  kind: 'delegatedAdminRemoved',
  companyName: WIDE,
  displayName: 'Vera Novak',
  customerId: '00000000-0000-4000-8000-00000000cccc',
  customerName: WIDE,
  customerDomain: `${'d'.repeat(60)}.onprogram.example`,
  removedOn: '2026-03-10',
};
const invitation: MailFacts = {
  kind: 'invitation',
  invitationKind: 'reseller-invitation',
  partnerId: 'p',
  partnerName: 'Contoso Resale',
  message: 'Good to meet you.\nSee you soon.',
  linkSubject: 'p',
  generation: 1,
  root: 'https://portal.example',
};

const letters: [string, MailFacts][] = [
  ['invoice', invoice],
  ['sign-in', signIn],
  ['removal', removed],
  ['invitation', invitation],
];

const frame = {
  page: 'https://portal.example/invitations/dG9rZW4?partnerId=p',
  apiRoot: 'https://api.example',
  programName: NAME,
};

const mailOf = (id: string, facts: MailFacts): Mail => ({
  ...writeMail(facts, frame),
  id,
  at: '2026-02-05T01:00:00.000Z',
  from: 'no-reply@program.example',
  to: [LONG],
  attachments: [],
});

let browser: Browser;
let page: Page;
let server: LocalServer;

// One page for all tests: a new one has a process of its own. Nothing here leaves anything in it.
beforeAll(async () => {
  browser = await launchBrowser();
  const context = await browser.newContext({ viewport: PHONE });
  page = await context.newPage();
});
afterAll(() => browser.close());
beforeEach(async () => {
  const mails = letters.map(([id, facts]) => mailOf(id, facts));
  server = await openServer(0);
  const refuse = () => Promise.reject(new Error('this mailbox takes no mail'));
  const find = (id: string) => mails.find((mail) => mail.id === id);
  serveMailboxPage(server, { all: () => mails, list: () => mails, find, send: refuse, stop: async () => {} }, NAME);
});
afterEach(() => server.stop());

async function expectGoodPage(name: string): Promise<void> {
  expect(await page.locator('h1').count(), `${name} has one heading`).toBe(1);
  expect(await tooNarrow(page), `${name} fits a phone`).toEqual([]);
  expect(await page.getByRole('banner').innerText(), `${name} says whose it is`).toBe(NAME);
  expect(await accessibilityFaults(page), `${name} is accessible`).toEqual([]);
  await screenshot(page, name);
}

describe.each(['light', 'dark'] as const)('OPS-1: the mailbox of the local runtime, %s', (colorScheme) => {
  test('OPS-1: lists mails, each with a link that leads to it', async () => {
    await page.emulateMedia({ colorScheme });
    await page.goto(server.address);
    await expectGoodPage(`mailbox-${colorScheme}`);
    expect(await page.locator('ol').innerHTML()).toContain(`@<wbr>${'d'.repeat(60)}.<wbr>onprogram`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/mails\/invoice$/);
  });

  test.each(letters)('OPS-1: shows a mail about %s whole, without a frame to scroll in', async (id) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(`${server.address}/mails/${id}`);
    await expectGoodPage(`mail-${id}-${colorScheme}`);
    const letter = page.getByRole('article');
    expect(await letter.innerText()).toContain(NAME);
    const { cut, outside } = await letter.evaluate((article) => {
      const all = [article, ...article.querySelectorAll('*:not(wbr)')];
      const frame = article.getBoundingClientRect();
      const sticksOut = ({ left, right }: { left: number; right: number }) =>
        left < frame.left - 1 || right > frame.right + 1;
      return {
        cut: all.filter((one) => one.scrollHeight > one.clientHeight + 1 && one.clientHeight > 0).map(String),
        outside: all.filter((one) => sticksOut(one.getBoundingClientRect())).map(String),
      };
    });
    expect({ cut, outside }).toEqual({ cut: [], outside: [] });
    const colourOf = (found: Locator) => found.evaluate('element => getComputedStyle(element).backgroundColor');
    expect(await colourOf(letter.locator('.paper'))).toBe(await colourOf(page.locator('main')));
    await page.getByText('As plain text').click();
    const links = await page.locator('a').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    expect(links.filter((address) => address.includes('/v1/'))).toEqual([]);
    expect(links.filter((address) => address === frame.page)).toHaveLength(id === 'removal' ? 0 : 2);
  });
});

test('OPS-1: what a mail’s HTML brings runs nothing and ends nothing around it', async () => {
  const evil: Mail = {
    ...mailOf('evil', invoice),
    html: '<body></template><script>document.title = "owned"</script><p onclick="x()">words</p><template></body>',
  };
  const box = await openServer(0);
  serveMailboxPage(
    box,
    { all: () => [evil], list: () => [evil], find: () => evil, send: async () => {}, stop: async () => {} },
    NAME,
  );
  await page.goto(`${box.address}/mails/evil`);
  expect(await page.title()).not.toBe('owned');
  expect(await page.locator('.mail').evaluate((host) => host.shadowRoot?.textContent)).toContain('words');
  expect(await page.locator('main > script').count()).toBe(0);
  await box.stop();
});

test.each(['light', 'dark'] as const)('CUS-3: the local sign-in says whose it is, %s', async (colorScheme) => {
  await page.emulateMedia({ colorScheme });
  const facts = { uid: 'u', programName: NAME, site: `${'s'.repeat(60)}.onprogram.example`, passwordPage: '/password' };
  await page.goto(server.address);
  await page.setContent(signInPage({ ...facts, userName: LONG, error: 'User name or password is not right.' }));
  await expectGoodPage(`sign-in-${colorScheme}`);
  expect(await page.getByLabel('Password').getAttribute('aria-describedby')).toBe('problem');
  await page.setContent(signInProblemPage('It took too long.', NAME));
  await expectGoodPage(`sign-in-problem-${colorScheme}`);
});
