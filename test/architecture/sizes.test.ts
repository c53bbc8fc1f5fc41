import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSource, sourceFiles } from './imports.ts';

/** What one can take in at once (style of the house): beyond, a file or a folder is two things. */
const LINES_MAX = 400;
const FILES_MAX = 40;

/** Code of the product; tests and tables of data may be long. */
const isCode = (file: string): boolean => /^(functions|shared|events|infra)\//.test(file);
const DATA = /\/(country-data|refusals)\.ts$/;

describe('rooms and files stay small', () => {
  it(`no file of the product is longer than ${LINES_MAX} lines, data aside`, () => {
    const long = sourceFiles()
      .filter((file) => isCode(file) && !DATA.test(file))
      .map((file) => ({ file, lines: readSource(file).split('\n').length - 1 }))
      .filter(({ lines }) => lines > LINES_MAX);
    expect(long).toEqual([]);
  });

  it(`no folder has more than ${FILES_MAX} files`, () => {
    const counts = new Map<string, number>();
    for (const file of sourceFiles()) {
      const folder = posix.dirname(file);
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    expect([...counts].filter(([, count]) => count > FILES_MAX)).toEqual([]);
  });
});
