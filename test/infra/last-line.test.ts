import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastLine, outcomeOf, type VitestReport } from '../support/last-line.ts';

const artifacts = resolve(import.meta.dirname, '../.artifacts');
const FILES = {
  good: "it('a', () => {}); it('b', () => {}); it.skip('c', () => {}); it.todo('d');",
  bad: "it('a', () => {}); it('b', () => { throw new Error('wrong'); });",
  broken: "throw new Error('does not load');",
  setup: "import { beforeAll } from 'vitest'; beforeAll(() => { throw new Error('no setup'); }); it('a', () => {});",
  late: "it('a', () => { setTimeout(() => { throw new Error('late'); }); }); it('b', () => new Promise((r) => setTimeout(r, 20)));",
  empty: '',
} as const;

let folder: string;
beforeAll(() => {
  mkdirSync(artifacts, { recursive: true });
  folder = mkdtempSync(resolve(artifacts, 'last-line-'));
  for (const [name, code] of Object.entries(FILES))
    writeFileSync(resolve(folder, `${name}.test.ts`), `import { it } from 'vitest';\n${code}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Vitest itself, on some of the files, as `npm test` calls it. */
function outcome(files: readonly (keyof typeof FILES)[]): string {
  const report = resolve(folder, `${files.join('-')}.json`);
  const vitest = resolve(import.meta.dirname, '../../node_modules/vitest/vitest.mjs');
  const { VITEST: _, ...env } = process.env;
  const { status, stderr } = spawnSync(
    process.execPath,
    [vitest, 'run', `--root=${folder}`, '--reporter=json', `--outputFile.json=${report}`, ...files],
    { encoding: 'utf8', env: { ...env, CI: 'true' } },
  );
  expect(existsSync(report), stderr).toBe(true);
  return lastLine(outcomeOf(JSON.parse(readFileSync(report, 'utf8')) as VitestReport, status ?? 1));
}

describe('the last line of npm test', () => {
  it.each<{ files: (keyof typeof FILES)[]; line: string; because: string }>([
    { files: ['good'], line: '2 passed, 0 failed, 2 skipped', because: 'skipped tests are told' },
    {
      files: ['good', 'bad', 'broken', 'setup'],
      line: '3 passed, 3 failed, 3 skipped',
      because: 'a file that does not load, or whose setup breaks, is a failure beside the failed test',
    },
    { files: ['late'], line: '2 passed, 1 failed', because: 'an error behind the back of green tests is one' },
    { files: ['empty'], line: '0 passed, 1 failed', because: 'a run without a test proves nothing' },
  ])('$line, because $because', ({ files, line }) => {
    expect(outcome(files)).toBe(line);
  });
});
