import { describe, expect, it } from 'vitest';
import { manifests } from '../../infra/manifests.ts';
import { readSource, sourceFiles, withoutComments } from './imports.ts';
import { glossary, requirementIds, requirementPattern, requirements, requirementsIn } from './requirement-ids.ts';

const known = new Set(requirementIds);

const start = /\b(?:describe|it|test)(?:\.\w+)*(?:<[^()`]*?>)?\s*(?=[(`])/g;
const text = /^\(\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"|`((?:\\.|[^`\\])*)`)/;

/** Titles of tests: the first text of `test(…)`, `it(…)`, `describe(…)`; behind the rows where there are any. */
function titlesIn(code: string): string[] {
  return [...code.matchAll(start)].flatMap((match) => {
    const rest = code.slice(match.index + match[0].length);
    const [, single, double, template] = text.exec(rest) ?? text.exec(rest.slice(rowsLength(rest)).trimStart()) ?? [];
    const found = single ?? double ?? template;
    return found === undefined ? [] : [found];
  });
}

/** A text, or a bracket. */
const token = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|[()]/g;

/** Length of the rows of `.each`: a template, or what is in brackets; brackets in texts do not count. */
function rowsLength(code: string): number {
  let depth = 0;
  for (const { 0: found, index } of code.matchAll(token)) {
    if (found === '(') depth += 1;
    if (found === ')') depth -= 1;
    if (depth === 0) return index + found.length;
  }
  return code.length;
}

/** Ids that tests name, in a title or in the rows of one; what a comment names proves nothing. */
const namedByTests = new Set(
  sourceFiles()
    .filter((file) => file.endsWith('.test.ts') && !file.startsWith('test/architecture/requirements.'))
    .flatMap((file) => withoutComments(readSource(file)).match(requirementPattern) ?? []),
);

describe('the glossary of requirements', () => {
  it('numbers each chapter from 1 without a gap, and says something of each', () => {
    const chapters = Map.groupBy(requirements, ({ id }) => id.slice(0, 3));
    for (const [chapter, entries] of chapters)
      expect(entries.map(({ id }) => id)).toEqual(entries.map((_, index) => `${chapter}-${index + 1}`));
    expect(requirements.filter(({ text }) => text.length < 20)).toEqual([]);
  });

  it('every entry of it is read: none is spelt in another way', () => {
    const items = readSource(glossary).match(/^\s*[-*|+] .*$/gm) ?? [];
    expect(items.filter((item) => requirementsIn(item).length !== 1)).toEqual([]);
  });

  it('an entry is open as long as no test names it', () => {
    const wrong = requirements
      .filter(({ id, isOpen }) => isOpen === namedByTests.has(id))
      .map(({ id, isOpen }) =>
        isOpen
          ? `${id}: a test names it, take *(open)* away in ${glossary}`
          : `${id}: no test names it, mark it *(open)*`,
      );
    expect(wrong).toEqual([]);
  });
});

describe('the index of proofs', () => {
  it('every requirement that code or a test names exists', () => {
    const unknown = sourceFiles().flatMap((file) =>
      [...readSource(file).matchAll(requirementPattern)]
        .filter(([id]) => !known.has(id))
        .map(([id]) => `${file} names ${id}: no requirement has this id`),
    );
    expect(unknown).toEqual([]);
  });

  it('every requirement that a route names exists', () => {
    const unknown = manifests.flatMap(({ routes }) =>
      Object.entries(routes.routes).flatMap(([operation, { requirements = [] }]) =>
        requirements.filter((id) => !known.has(id)).map((id) => `${operation} names ${id}`),
      ),
    );
    expect(unknown).toEqual([]);
  });

  it('titles are found in every form they are written in', () => {
    const code = [
      "test('SUB-4: plain', () => {});",
      "it.each(rows)('SUB-5: with rows', () => {});",
      'it.each`a | b`("SUB-6: with a table", () => {});',
      'describe(`SUB-7: a group`, () => {});',
      "it.each<[string, number]>([['(', 1]])('SUB-8: with typed rows', () => {});",
    ].join('\n');
    expect(titlesIn(code)).toEqual([
      'SUB-4: plain',
      'SUB-5: with rows',
      'SUB-6: with a table',
      'SUB-7: a group',
      'SUB-8: with typed rows',
    ]);
  });

  it('every test of a rule or a scenario names its requirement or rule, in a title or in the rows of one', () => {
    const silent = sourceFiles()
      .filter((file) => /^test\/(domain|scenario)\/.*\.test\.ts$/.test(file))
      .filter((file) => !/['"`][^'"`\n]*\b[A-Z]{1,3}-?\d+\b/.test(readSource(file)));
    expect(silent).toEqual([]);
  });
});
