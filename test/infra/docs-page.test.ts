import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edgeFiles } from '../../infra/edge/files.ts';
import { withLimits } from '../../infra/edge/limits.ts';
import { defaultLimits } from '../../shared/contracts/limits.ts';
import { launchBrowser } from '../support/browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const files = Object.fromEntries(
  Object.entries(edgeFiles())
    .filter(([file]) => file.endsWith('.html'))
    .map(([file, text]) => [file, withLimits(text, defaultLimits)]),
);
const overflow = 'document.documentElement.scrollWidth - innerWidth';
const shown = `[...document.querySelectorAll('[data-of]')].filter((row) => !row.hidden && !row.parentElement.parentElement.hidden).map((row) => row.textContent)`;

/** Words that a line end cuts: of names of more than one line, those that stand on two. */
const brokenWords = `(() => {
  const broken = [];
  const range = document.createRange();
  for (const node of document.querySelectorAll('dt code, dd.type, li a code')) {
    if (node.getClientRects().length === 1) continue;
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode())
      for (const word of text.data.matchAll(/[A-Za-z]{2,}/g)) {
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        if (range.getClientRects().length > 1) broken.push(word[0]);
      }
  }
  return broken;
})()`;

describe('API-2: the reference in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  const open = async (
    file: string,
    { width = 1200, colorScheme = 'light', javaScriptEnabled = true } = {},
  ): Promise<Page> => {
    const context = await browser.newContext({
      viewport: { width, height: 800 },
      colorScheme: colorScheme as 'light' | 'dark',
      javaScriptEnabled,
    });
    const page = await context.newPage();
    await page.setContent(files[file]!);
    return page;
  };

  it.each`
    file                   | width   | colorScheme
    ${'docs.html'}         | ${1200} | ${'light'}
    ${'docs.html'}         | ${360}  | ${'dark'}
    ${'docs-tokens.html'}  | ${1200} | ${'dark'}
    ${'docs-markets.html'} | ${360}  | ${'light'}
    ${'docs-limits.html'}  | ${360}  | ${'light'}
    ${'index.html'}        | ${360}  | ${'light'}
  `('$file can be read by everybody, $width pixels wide, $colorScheme', async ({ file, width, colorScheme }) => {
    const page = await open(file, { width, colorScheme });
    await page.evaluate(axe);
    const violations = (await page.evaluate(
      "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }).then((result) => result.violations.map((found) => found.id + ': ' + found.nodes.slice(0, 3).map((node) => node.html).join(' ')))",
    )) as string[];
    expect(violations).toEqual([]);
    await page.context().close();
  });

  /** One page for all files: a new one has a process of its own. */
  let kept: Page | undefined;

  it.each(Object.keys(files))('%s fits a phone and a desk, and breaks no word', async (file) => {
    kept ??= await open(file);
    const page = kept;
    await page.setViewportSize({ width: 360, height: 800 });
    await page.setContent(files[file]!);
    await page.addStyleTag({ content: 'article{content-visibility:visible!important}' });
    expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
    expect(await page.evaluate(brokenWords)).toEqual([]);
    await page.setViewportSize({ width: 1200, height: 800 });
    expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
  });

  it('the keyboard gets past the pages to the content, and to an operation', async () => {
    const page = await open('docs-orders.html');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.locator('main .index a').first().focus();
    const target = (await page.evaluate("document.activeElement.getAttribute('href')")) as string;
    await page.keyboard.press('Enter');
    expect(await page.evaluate(`document.querySelector(':target')?.id`)).toBe(target.slice(1));
    await page.context().close();
  });

  it('with a script, what is typed is found: operations by path and name, members by name and meaning', async () => {
    const page = await open('docs-search.html');
    await page.getByLabel('Words').fill('provisioningstatus get');
    const operations = (await page.evaluate(shown)) as string[];
    expect(operations.length).toBeGreaterThan(1);
    expect(operations.every((text) => /provisioningstatus/i.test(text))).toBe(true);
    await page.getByLabel('Words').fill('autoRenewEnabled');
    expect(((await page.evaluate(shown)) as string[])[0]).toMatch(/^autoRenewEnabled/);
    await page.getByLabel('Words').fill('no-such-word');
    expect(await page.getByRole('status').textContent()).toBe('Nothing has these words.');
    expect(await page.evaluate(shown)).toEqual([]);
    await page.context().close();
  });

  it('without scripts the index has everything, and no field that does nothing', async () => {
    const page = await open('docs-search.html', { javaScriptEnabled: false });
    expect(await page.getByLabel('Words').isVisible()).toBe(false);
    expect(await page.locator('[data-of]:visible').count()).toBeGreaterThan(500);
    await page.context().close();
  });
});
