import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiDocument } from '../../infra/document.ts';
import { docsPage, indexPage } from '../../infra/edge/docs.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const document = apiDocument();

/** Enough of the document to have every kind of element: the checker takes a minute for all of it. */
const part = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter((_, index) => index % 10 === 0));
const excerpt = {
  ...document,
  paths: part(document.paths),
  components: { ...document.components, schemas: part(document.components.schemas) },
};

describe('API-2: the reference in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());

  const open = async (text: string, width: number, colorScheme: 'light' | 'dark' = 'light') => {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    await page.setContent(text);
    return page;
  };

  it.each`
    name       | text                   | width   | colorScheme
    ${'docs'}  | ${docsPage(excerpt)}   | ${1200} | ${'light'}
    ${'docs'}  | ${docsPage(excerpt)}   | ${360}  | ${'dark'}
    ${'index'} | ${indexPage(document)} | ${360}  | ${'light'}
  `('$name can be read by everybody, $width pixels wide, $colorScheme', async ({ text, width, colorScheme }) => {
    const page = await open(text, width, colorScheme);
    await page.evaluate(axe);
    const violations = (await page.evaluate(
      "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] }).then((result) => result.violations.map((found) => found.id + ': ' + found.nodes.slice(0, 3).map((node) => node.html).join(' ')))",
    )) as string[];
    expect(violations).toEqual([]);
    await page.close();
  });

  it.each([320, 1200])('all of it fits %d pixels', async (width) => {
    const page = await open(docsPage(document), width);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await page.close();
  });

  it('the keyboard gets to an operation: past the contents, or by them', async () => {
    const page = await open(docsPage(document), 1200);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.locator('nav summary').first().focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const [target] = [await page.evaluate("document.activeElement.getAttribute('href')")] as [string];
    await page.keyboard.press('Enter');
    expect(await page.evaluate(`document.querySelector(':target')?.id`)).toBe(target.slice(1));
    await page.close();
  });
});
