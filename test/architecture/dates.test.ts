import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dateTexts } from '../../shared/contracts/dates.ts';
import { composedRoutes } from '../support/contexts.ts';
import { textsOf } from '../support/texts.ts';

/** How members of requests are named that are dates: `effectiveDate`, `saleFrom`, `renewsBefore`, `asOf`, `from`. */
const DATE_NAME = /(^|[a-z])(Date|DateTime|Agreed|AsOf|From|Until|Before|After|Since|Day|At|On)$/;
const isNamedAsDate = (name: string): boolean => DATE_NAME.test(name.charAt(0).toUpperCase() + name.slice(1));

test('API-1: every date of a body or query is read by the one builder of its place', () => {
  const others = composedRoutes.flatMap(([name, { request }]) =>
    (['query', 'body'] as const).flatMap((part) =>
      [...(request?.[part] ? textsOf(request[part]) : [])]
        .filter(({ path, schema }) => {
          const read = dateTexts.get(schema as never)?.in;
          return read === undefined ? isNamedAsDate(path.at(-1) ?? '') : read !== part;
        })
        .map(({ path }) => `${name} ${part} ${path.join('.')}`),
    ),
  );
  expect(others, 'read it with bodyDate or queryDay of shared/contracts/dates.ts').toEqual([]);
});

test('API-1: no schema reads a date by itself', () => {
  const files = globSync('{functions,shared/contracts}/**/{schemas,wire,text}.ts');
  const ways = /Date\.parse|new Date|\bisDay\b|z\.iso\b|z\.date\(|coerce\.date/;
  expect(files.length).toBeGreaterThan(3);
  expect(files.filter((file) => ways.test(readFileSync(file, 'utf8')))).toEqual([]);
});
