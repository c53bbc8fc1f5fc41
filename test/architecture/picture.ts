import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIFE } from '../../functions/commerce/subscriptions/domain/transitions.ts';
import { slices } from '../../functions/slices.ts';
import { allImports, type Imports, readSource, root } from './imports.ts';

/** The page that shows the slices, and the marks between which the picture of them stands. */
export const PAGE = 'functions/README.md';
const MARKS = ['<!-- picture: npm run picture -->', '<!-- end of the picture -->'] as const;
/** The same of the life of a subscription. */
export const LIFE_PAGE = 'functions/commerce/README.md';
export const LIFE_MARKS = ['<!-- life: npm run picture -->', '<!-- end of the life -->'] as const;

type Knowledge = 'door' | 'rules';
const SIGNS: Readonly<Record<Knowledge, string>> = { door: '●', rules: '○' };

/** How a slice knows another one: by its door, or by its rules, words and schemas alone. */
function knowledge(imports: Imports, place: { context: string; from: string; to: string }): Knowledge | undefined {
  const [from, to] = [place.from, place.to].map((slice) => `functions/${place.context}/${slice}/`);
  const targets = [...imports]
    .filter(([file]) => file.startsWith(from!))
    .flatMap(([, found]) => found.map(({ target }) => target).filter((target) => target.startsWith(to!)));
  if (targets.includes(`${to}index.ts`)) return 'door';
  return targets.length > 0 ? 'rules' : undefined;
}

/** Rows from the highest slice down; a column for each that another one may know. */
function table(context: string, names: readonly string[], imports: Imports): string {
  const lower = names.slice(0, -1);
  const width = Math.max(context.length, ...names.map(({ length }) => length));
  const line = (first: string, cells: readonly string[]): string =>
    [first.padEnd(width), ...cells].join('  ').trimEnd();
  const rows = names.toReversed().map((from) => {
    const cells = lower.map((to) => {
      const known = from === to ? undefined : knowledge(imports, { context, from, to });
      return (known ? SIGNS[known] : '').padStart(Math.ceil(to.length / 2)).padEnd(to.length);
    });
    return line(from, cells);
  });
  return [line(context, lower), ...rows].join('\n');
}

export function picture(imports: Imports, ofContexts: Readonly<Record<string, readonly string[]>> = slices): string {
  const tables = Object.entries(ofContexts)
    .filter(([, names]) => names.length > 0)
    .map(([context, names]) => table(context, names, imports));
  return ['```text', tables.join('\n\n'), '```'].join('\n');
}

/** SUB-4: the states of a subscription and what leads from one to another, as the table says. */
export function lifePicture(): string {
  const arrows = Object.entries(LIFE).flatMap(([trigger, { leads, by, means }]) =>
    Object.entries(leads).map(([from, to]) => `  ${from} --> ${to}: ${trigger} (${by}; ${means.replaceAll(';', ',')})`),
  );
  return ['```mermaid', 'stateDiagram-v2', '  [*] --> active: order', ...arrows, '  deleted --> [*]', '```'].join('\n');
}

/** The page with the picture put between its marks. @throws when they are missing. */
export function withPicture(page: string, drawn: string, [first, last]: readonly [string, string] = MARKS): string {
  const [begin, end] = [page.indexOf(first), page.indexOf(last)];
  if (begin < 0 || end < begin) throw new Error(`the page has no marks for the picture: ${first} and ${last}`);
  return `${page.slice(0, begin + first.length)}\n${drawn}\n${page.slice(end)}`;
}

if (import.meta.main) {
  writeFileSync(join(root, PAGE), withPicture(readSource(PAGE), picture(allImports())));
  writeFileSync(join(root, LIFE_PAGE), withPicture(readSource(LIFE_PAGE), lifePicture(), LIFE_MARKS));
}
