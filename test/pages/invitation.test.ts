import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { linkSubjects } from '../../shared/identity/links.ts';
import {
  accessibilityFaults,
  launchBrowser,
  PHONE,
  screenshot,
  tabStops,
  tooNarrow,
  wordsOfPrograms,
} from '../support/browser.ts';
import { pageIssuer } from '../support/page-issuer.ts';
import { type PageServer, pageServer } from '../support/page-server.ts';
import {
  activePartner,
  type EnrolledPartner,
  otherCustomer,
  tenancyWorld,
  tokenOf,
  tokenOfLink,
  type World,
} from '../support/tenancy.ts';

/**
 * The pages in a real browser, on the real dispatcher behind HTTP. The issuer is a page of two links: its own sign-in is
 * not what is tested here.
 */
interface Stage {
  readonly world: World;
  readonly server: PageServer;
  readonly partner: EnrolledPartner;
  readonly invitation: string;
  readonly admin: { tenantId: string; userId: string };
  readonly plain: { tenantId: string; userId: string };
}

let browser: Browser;
let context: BrowserContext;
let page: Page;
let stage: Stage;

/** Longer than a line of a phone, as a partner or customer may well be named. */
const LONG = {
  name: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft für Wolken GmbH',
  domain: 'donaudampfschifffahrtselektrizitaetenhauptbetriebswerk.onprogram.example',
};

async function setStage({ long = false } = {}): Promise<Stage> {
  const issuer = pageIssuer({ origin: '' });
  const world = await tenancyWorld({ issuer: () => issuer.port });
  const partner = await activePartner(world, {
    companyName: long ? LONG.name : 'Fabrikam Cloud Services',
    domain: long ? `${'p'.repeat(50)}.onprogram.example` : 'fabrikam.onprogram.example',
  });
  const { customerId: tenantId, userId } = await otherCustomer(world, {
    companyName: long ? LONG.name : 'Northwind Traders Inc.',
    ...(long && { domain: LONG.domain }),
  });
  const admin = { tenantId, userId };
  const plain = { tenantId, userId: await addPlainUser(world, tenantId) };
  const people = { admin, plain };
  const server = await pageServer(world.dispatch, {
    now: () => Date.parse(world.clock.now),
    other: async (request, response) => fakeSignIn(request, response, { issuer, people }),
  });
  world.parts.root = server.root;
  const { json } = await world.ask('GET', '/v1/customers/relationshiprequests', { token: partner.agent });
  const profile = {
    email: 'help@fabrikam.example',
    telephone: '+1 425 555 0100',
    website: 'www.fabrikam.example/help',
  };
  await world.ask('PUT', '/v1/profiles/support', { token: partner.admin, body: profile });
  const text = 'Terms of service.\n\n1. You pay. 2. We serve.';
  const documents = [{ country: 'US', language: 'en-US', text }];
  const agreement = { agreementType: 'MicrosoftCustomerAgreement', versionRank: 2, documents };
  await world.ask('POST', '/v1/operator/agreementtemplates', { token: world.operatorToken, body: agreement });
  return { world, server, partner, invitation: server.root + new URL(json.url).pathname, admin, plain };
}

async function addPlainUser(world: World, tenantId: string): Promise<string> {
  const userId = '00000000-0000-4000-8000-00000000cccc';
  const record = {
    tenantId,
    principalId: userId,
    kind: 'user',
    roles: ['Customer'],
    displayName: 'Uwe User',
    userPrincipalName: 'uwe@northwind.onprogram.example',
    isActive: true,
  };
  await world.table.write([{ put: { pk: `ACCESS#${tenantId}#CALLERS`, sk: userId, record } }]);
  return userId;
}

/** Two links in place of a sign-in form, each back to the pages with a code. */
async function fakeSignIn(
  { url = '' }: IncomingMessage,
  response: ServerResponse,
  { issuer, people }: { issuer: ReturnType<typeof pageIssuer>; people: Record<string, Parameters<typeof tokenOf>[0]> },
): Promise<boolean> {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  if (pathname !== '/authorize') return false;
  const links = Object.entries(people).map(([name, person]) => {
    const back = new URL(searchParams.get('redirect_uri')!);
    back.searchParams.set('code', issuer.codeFor(searchParams, tokenOf(person)));
    back.searchParams.set('state', searchParams.get('state')!);
    return `<p><a href="${back.href.replaceAll('&', '&amp;')}">${name}</a></p>`;
  });
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(`<!doctype html><html lang="en"><title>Sign in</title>${links.join('')}</html>`);
  return true;
}

// One page for all tests: a new one has a process of its own. Each test has a host of its own, and no cookie of another.
beforeAll(async () => {
  browser = await launchBrowser();
  context = await browser.newContext({ viewport: PHONE, javaScriptEnabled: true, bypassCSP: false });
  page = await context.newPage();
});
afterAll(() => browser.close());
beforeEach(async () => {
  stage = await setStage();
});
afterEach(async () => {
  await context.clearCookies();
  await page.emulateMedia({ colorScheme: null });
  await stage.server.stop();
});

const WARNING = 'Never accept an invitation that you did not expect.';

/** What holds for every page; `asks` for those that ask to grant something. */
async function expectGoodPage(name: string, { asks = false } = {}): Promise<void> {
  expect(await page.locator('h1').count(), `${name} has one heading`).toBe(1);
  expect(await tooNarrow(page), `${name} fits a phone`).toEqual([]);
  expect(await page.getByRole('banner').innerText(), `${name} says whose it is`).toBe('Example Program');
  expect(await page.title(), `${name} says whose it is`).toMatch(/ – Example Program$/);
  expect(await wordsOfPrograms(page), `${name} speaks to people`).toEqual([]);
  expect(await page.getByText(WARNING).count(), `${name} warns where it asks`).toBe(asks ? 1 : 0);
  expect(await accessibilityFaults(page), `${name} is accessible`).toEqual([]);
  await screenshot(page, name);
}

/** Waits for the heading: a click does not wait for the page that it leads to. */
const expectHeading = (text: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name: text, exact: true }).waitFor({ timeout: 10_000 });

const signInAs = async (person: 'admin' | 'plain'): Promise<void> => {
  await page.goto(stage.invitation);
  await page.getByRole('link', { name: 'Sign in to answer' }).click();
  await page.getByRole('link', { name: person }).click();
};

describe('REL-1 to REL-3: an invitation in the browser', () => {
  test('REL-1, REL-3: the invited admin reads, signs in, reads again and accepts', async () => {
    await page.goto(stage.invitation);
    expect(await page.title()).toBe('Fabrikam Cloud Services asks to be your cloud reseller – Example Program');
    await expectGoodPage('invitation', { asks: true });
    await signInAs('admin');
    await expectHeading('Accept Fabrikam Cloud Services for Northwind Traders Inc.?');
    await expectGoodPage('invitation-confirm', { asks: true });
    await page.getByRole('button', { name: 'Accept for Northwind Traders Inc.' }).click();
    await expectHeading('Accepted');
    await expectGoodPage('invitation-accepted');
    const { json } = await stage.world.ask('GET', '/v1/customers', { token: stage.partner.agent });
    expect(json.items.map(({ id }: { id: string }) => id)).toEqual([stage.admin.tenantId]);
    await page.goBack();
    await expectHeading('Already accepted');
    await expectGoodPage('invitation-accepted-before');
    await page.goForward();
    await expectHeading('Accepted');
  });

  test('REL-2: another user reads who can accept, and can change the account', async () => {
    await signInAs('plain');
    await expectHeading('A global administrator must accept');
    await expectGoodPage('invitation-not-admin');
    await page.getByRole('link', { name: 'Use another account' }).click();
    await page.waitForURL(/prompt=login/);
    await page.getByRole('link', { name: 'admin' }).click();
    await expectHeading('Accept Fabrikam Cloud Services for Northwind Traders Inc.?');
  });

  test('REL-1: in the dark, too', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await signInAs('admin');
    await expectHeading('Accept Fabrikam Cloud Services for Northwind Traders Inc.?');
    await expectGoodPage('invitation-confirm-dark', { asks: true });
    await page.getByRole('button', { name: 'Decline' }).click();
    await expectHeading('Declined');
    await expectGoodPage('invitation-declined-dark');
  });

  test('REL-2: the question says where the partner is at home, and leads to the agreement and back', async () => {
    await signInAs('admin');
    await expectHeading('Accept Fabrikam Cloud Services for Northwind Traders Inc.?');
    const question = page.url();
    const party = await page.locator('.party').innerText();
    expect(party).toContain('United States');
    expect(party).toContain('fabrikam.onprogram.example');
    await page.getByRole('link', { name: 'Customer agreement, version 2' }).click();
    await expectHeading('Customer agreement, version 2');
    expect(await page.locator('pre').innerText()).toContain('1. You pay.');
    expect(await page.locator('main').innerText()).toContain('for United States, in American English');
    await expectGoodPage('agreement');
    await page.goBack();
    expect(page.url()).toBe(question);
    await page.getByRole('button', { name: 'Accept for Northwind Traders Inc.' }).click();
    await expectHeading('Accepted');
  });

  test('REL-1, REL-3: declining changes nothing, ends the session, and the invitation stays good', async () => {
    await signInAs('admin');
    const before = JSON.stringify([...stage.world.table.items]);
    await page.getByRole('button', { name: 'Decline' }).click();
    await expectHeading('Declined');
    await expectGoodPage('invitation-declined');
    expect(JSON.stringify([...stage.world.table.items])).toBe(before);
    await page.goto(`${stage.invitation}/acceptance`);
    expect(page.url(), 'nobody accepts at this browser without signing in').toBe(stage.invitation);
    await signInAs('admin');
    await expectHeading('Accept Fabrikam Cloud Services for Northwind Traders Inc.?');
  });

  test('REL-7: what a provider shows resellers tells people how to join', async () => {
    const provider = await activePartner(stage.world, { programRole: 'indirectProvider' });
    const { json } = await stage.world.ask('GET', '/v1/relationships/requests', { token: provider.agent });
    await page.goto(stage.server.root + new URL(json.url).pathname);
    const leads = await page.getByRole('link', { name: 'How to join' }).getAttribute('href');
    expect(leads).toBe(`${stage.server.root}/docs#acceptPartnership`);
    await expectGoodPage('partnership');
  });

  test('REL-1: by keyboard alone, and without scripts', async () => {
    const withScripts = page;
    const plain = await browser.newContext({ viewport: PHONE, javaScriptEnabled: false });
    onTestFinished(async () => {
      page = withScripts;
      await plain.close();
    });
    page = await plain.newPage();
    await page.goto(stage.invitation);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/authorize/);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/acceptance/);
    await expectHeading('Accept Fabrikam Cloud Services for Northwind Traders Inc.?');
    expect(await tabStops(page)).toEqual([
      'Use another account',
      'Cloud agreement, version 1',
      'Customer agreement, version 2',
      'Accept for Northwind Traders Inc.',
      'Decline',
    ]);
    await page.getByRole('button', { name: 'Accept for Northwind Traders Inc.' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/accepted/);
    await expectHeading('Accepted');
  });

  test('REL-1: long names and addresses stay in the page, and go on where a reader expects it', async () => {
    await stage.server.stop();
    stage = await setStage({ long: true });
    await page.goto(stage.invitation);
    await expectGoodPage('invitation-long', { asks: true });
    await signInAs('admin');
    await expectHeading(`Accept ${LONG.name} for ${LONG.name}?`);
    await expectGoodPage('invitation-confirm-long', { asks: true });
    const address = page.getByText(`maria@${LONG.domain}`);
    expect(await address.innerHTML()).toContain('@<wbr>donau');
    expect(await address.innerHTML()).toContain('.<wbr>onprogram.<wbr>example');
    await page.getByRole('button', { name: 'Accept' }).click();
    await expectHeading('Accepted');
    await expectGoodPage('invitation-accepted-long');
  });

  test('REL-1: a withdrawn link says so', async () => {
    await stage.world.ask('POST', '/v1/customers/relationshiprequests/rotation', { token: stage.partner.agent });
    const answer = await page.goto(stage.invitation);
    expect(answer?.status()).toBe(404);
    await expectGoodPage('invitation-withdrawn');
  });
});

describe('a password behind a one-time link', () => {
  test('the error stands beside its field, and a good password is taken', async () => {
    const subject = linkSubjects.password(stage.admin);
    const path = `/password/${tokenOfLink({ kind: 'password', subject, generation: 1 })}`;
    await page.goto(stage.server.root + path);
    await expectGoodPage('password');
    await page.getByLabel('New password').fill('weak');
    await page.getByRole('button', { name: 'Set password' }).click();
    const field = page.getByLabel('New password');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('#password-error').innerText()).toBe('Use at least 8 characters.');
    await expectGoodPage('password-weak');
    await field.fill('Correct-Horse-7');
    await page.getByLabel('The same again').fill('Correct-Horse-7');
    await page.keyboard.press('Enter');
    await expectHeading('Your password is set');
    await expectGoodPage('password-set');
    await page.goto(stage.server.root + path);
    await expectGoodPage('password-used');
  });
});

describe('CUS-3: a password that somebody else set', () => {
  test('CUS-3: the page names what it asks for, and an error stands beside its field', async () => {
    await page.goto(`${stage.server.root}/password?userName=pat%40contoso.example`);
    expect(await page.getByLabel('User name').inputValue()).toBe('pat@contoso.example');
    await expectGoodPage('password-choice');
    await page.getByLabel('The password you were given').fill('Given-1-password');
    await page.getByLabel('New password').fill('Correct-Horse-7');
    await page.getByLabel('The same again').fill('Correct-Horse-7');
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.locator('#current-error').waitFor({ timeout: 10_000 });
    expect(await page.getByLabel('The password you were given').getAttribute('aria-describedby')).toBe('current-error');
    await expectGoodPage('password-choice-wrong');
  });
});
