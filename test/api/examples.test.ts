import { beforeAll, describe, expect, it } from 'vitest';
import type { OperationExamples } from '../../infra/examples.ts';
import { createCast } from '../support/cast.ts';
import { recordExamples } from '../support/recorded-examples.ts';

/**
 * The examples of the reference are what the operations answer, recorded here. A difference means that an answer
 * changed: look at it, then write the file anew with `npm run openapi`.
 */
let recorded: Record<string, OperationExamples>;
beforeAll(async () => {
  recorded = await recordExamples(await createCast());
});

describe('API-2: examples', () => {
  it('are those that the operations answer', async () => {
    await expect(`${JSON.stringify(recorded, null, 1)}\n`).toMatchFileSnapshot('../../infra/examples.json');
  });
});
