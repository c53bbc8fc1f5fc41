import { expect, test } from 'vitest';
import { planOf } from './plans.ts';
import { simulate } from './simulate.ts';

test('BIL-11: a seed alone lives the same life again', async () => {
  const plan = { ...planOf('again'), days: 60 };
  const [first, second] = [await simulate(plan), await simulate(plan)];
  expect(second).toEqual(first);
  expect(first.counts.requests).toBeGreaterThan(0);
});
