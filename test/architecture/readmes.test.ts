import { existsSync, globSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { slices } from '../../functions/slices.ts';
import { readSource, root } from './imports.ts';
import { requirementIds, requirementPattern } from './requirement-ids.ts';

const pages = globSync(['*.md', '{functions,infra,events,shared,test}/**/*.md'], {
  cwd: root,
  exclude: ['**/node_modules/**'],
}).map((file) => file.replaceAll('\\', '/'));

const { scripts } = JSON.parse(readSource('package.json')) as { scripts: Record<string, string> };
const commands: ReadonlySet<string> = new Set(Object.keys(scripts));

/** A path of code or a folder in a code span; places that a reader fills in are none. */
const NAMED = /`([\w./-]+(?:\.(?:ts|md)|\/))`/g;
/** Written when it runs, or of no repository. */
const ELSEWHERE = /^(\.local|node_modules|https?:|\/)/;

/** From the page's own folder or one above, or from the root, as a path is written in a page. */
const isThere = (page: string, path: string): boolean => {
  const folders = posix
    .dirname(page)
    .split('/')
    .map((_, index, parts) => parts.slice(0, index + 1).join('/'));
  return ['.', ...folders].some((folder) => existsSync(join(root, folder, path)));
};

describe('pages for people', () => {
  it('there are some', () => {
    expect(pages.length).toBeGreaterThan(8);
  });

  it.each(pages)('%s names files and folders that there are', (page) => {
    const named = [...readSource(page).matchAll(NAMED)].map(([, path]) => path!);
    const missing = named.filter((path) => !ELSEWHERE.test(path) && !isThere(page, path));
    expect(missing.filter((path) => !isOfEverySlice(path))).toEqual([]);
  });

  it.each(pages)('%s names commands that there are', (page) => {
    const named = [...readSource(page).matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g)].map(([, command]) => command!);
    expect(named.filter((command) => !commands.has(command))).toEqual([]);
  });

  it.each(pages)('%s names requirements that there are', (page) => {
    const named = readSource(page).match(requirementPattern) ?? [];
    expect(named.filter((id) => !requirementIds.includes(id))).toEqual([]);
  });

  it.each(Object.entries(slices).filter(([, names]) => names.length > 0))(
    'functions/%s/README.md says what each slice is about, in their order',
    (context, names) => {
      const page = readSource(`functions/${context}/README.md`);
      const table = page.slice(page.indexOf('## Slices'), page.indexOf('## Words'));
      const rows = [...table.matchAll(/^\| ([a-z-]+) \| .{10,} \|$/gm)].map(([, name]) => name);
      expect(rows).toEqual(names);
    },
  );
});

/** What every slice or context has: `store/keys.ts`, `domain/`, `README.md`. */
function isOfEverySlice(path: string): boolean {
  return globSync([`functions/*/${path}`, `functions/*/*/${path}`], { cwd: root }).length > 1;
}
