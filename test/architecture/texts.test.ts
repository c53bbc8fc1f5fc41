import { expect, test } from 'vitest';
import * as z from 'zod';
import { codeText, written } from '../../shared/contracts/text.ts';
import { composedRoutes } from '../support/contexts.ts';
import { endlessIn, textsOf } from '../support/texts.ts';

/** Every text that a request brings says what it is: a text of people is normalised and checked, or it is none. */
test('API-1: every text in a body or query is written by people, of a shape, a code, a secret or a search', () => {
  const unsaid = composedRoutes.flatMap(([name, { request }]) =>
    (['query', 'body'] as const).flatMap((part) =>
      request?.[part]
        ? [...textsOf(request[part])].filter(({ kind }) => !kind).map(({ path }) => `${name} ${part} ${path.join('.')}`)
        : [],
    ),
  );
  expect(unsaid, 'say the kind with written, codeText, code … of shared/contracts/text.ts').toEqual([]);
});

/** A store takes 400 KB for one item: a list that nobody bounds would end in an answer that blames us. */
test('API-1: every list and record in a body has an end', () => {
  const endless = composedRoutes.flatMap(([name, { request }]) =>
    request?.body ? [...endlessIn(request.body)].map((path) => `${name} ${path.join('.')}`) : [],
  );
  expect(endless, 'give lists .max(…), and records recordOf of shared/contracts/text.ts').toEqual([]);
});

test('API-1: a text that says nothing is found wherever it stands', () => {
  const hidden = z.object({
    plain: z.string().optional(),
    list: z.array(z.union([z.number(), z.string()])),
    record: z.record(z.string(), codeText(5)),
    piped: z.string().transform((text) => text.trim()),
    anything: z.unknown(),
    said: written({ max: 5 }).nullable().optional(),
  });
  const unsaid = [...textsOf(hidden)].filter(({ kind }) => !kind).map(({ path }) => path.join('.'));
  expect(unsaid).toEqual(['plain', 'list.0', 'record.key', 'piped', 'anything']);
});
