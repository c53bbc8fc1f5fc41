import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

/** The system's Chromium: nothing is downloaded, and nothing of it talks to the network by itself. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });

export const PHONE = { width: 375, height: 812 } as const;
export const DESK = { width: 1280, height: 900 } as const;

const screenshots = resolve(import.meta.dirname, '../../.local/screenshots');
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Keeps what the page looks like, at both widths, for who wants to look (`SCREENSHOTS=1`): it proves nothing. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (!process.env.SCREENSHOTS) return;
  mkdirSync(screenshots, { recursive: true });
  const before = page.viewportSize();
  for (const [width, viewport] of Object.entries({ phone: PHONE, desk: DESK })) {
    await page.setViewportSize(viewport);
    await page.screenshot({ path: resolve(screenshots, `${name}-${width}.png`), fullPage: true });
  }
  if (before) await page.setViewportSize(before);
}

/** What axe finds wrong by WCAG 2.2 A and AA, as lines to read. The page's own policy forbids scripts: it is read in a copy. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; help: string; nodes: { html: string }[] }[] }> };
    };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await axe.run({ runOnly: { type: 'tag', values: tags } });
    return violations.map(({ id, help, nodes }) => `${id}: ${help} ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

const WIDTHS = [320, 360, 390, DESK.width];

/** Of the widths from a small phone to a desk those at which something sticks out of the page. */
export async function tooNarrow(page: Page): Promise<number[]> {
  const before = page.viewportSize();
  const narrow: number[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: PHONE.height });
    const fits = await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth');
    if (!fits) narrow.push(width);
  }
  if (before) await page.setViewportSize(before);
  return narrow;
}

/** Where keyboard alone leads, in order: what is reached by the tab key from the top of the page, by its name. */
export async function tabStops(page: Page): Promise<string[]> {
  const stops: string[] = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const name: unknown = await page.evaluate(
      'document.activeElement === document.body ? "" : (document.activeElement.labels?.[0] ?? document.activeElement).innerText.trim()',
    );
    if (typeof name !== 'string' || name === '' || stops.includes(name)) return stops;
    stops.push(name);
  }
}

/** What on a page speaks to programs: addresses of the API in words or links, and methods. */
export async function wordsOfPrograms(page: Page): Promise<string[]> {
  const text = await page.locator('body').innerText();
  const links = await page.locator('a[href]').evaluateAll((found) => found.map((link) => link.getAttribute('href')!));
  return [...(text.match(/\S*\/v1\/\S*|\b(?:GET|POST|PUT|PATCH|DELETE)\b/g) ?? []), ...links.filter(isApiAddress)];
}
const isApiAddress = (address: string): boolean => /^(?:https?:\/\/[^/]+)?\/v1\b/.test(address);
