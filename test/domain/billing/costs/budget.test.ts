import { describe, expect, it } from 'vitest';
import {
  forecastOf,
  percentUsed,
  standingAt,
  WARNING_PERCENT,
} from '../../../../functions/billing/costs/domain/budget.ts';

describe('M8 the cost of a period against its budget', () => {
  it.each`
    cost           | budget       | percent          | standing      | because
    ${'333.339'}   | ${'500'}     | ${'66.67'}       | ${'within'}   | ${'P17: neither trending nor over'}
    ${'0'}         | ${'500'}     | ${'0'}           | ${'within'}   | ${'nothing was used'}
    ${'10'}        | ${undefined} | ${'0'}           | ${'within'}   | ${'there is no budget'}
    ${'10'}        | ${'0'}       | ${'0'}           | ${'within'}   | ${'of nothing there is no part'}
    ${'79.994'}    | ${'100'}     | ${'79.99'}       | ${'within'}   | ${'it is rounded to 79.99'}
    ${'79.995'}    | ${'100'}     | ${'80'}          | ${'trending'} | ${'it is rounded half up to 80'}
    ${'100'}       | ${'100'}     | ${'100'}         | ${'trending'} | ${'100 is not over'}
    ${'100.005'}   | ${'100'}     | ${'100.01'}      | ${'over'}     | ${'the budget is passed'}
    ${'1000000.1'} | ${'0.01'}    | ${'10000001000'} | ${'over'}     | ${'budgets may be small'}
  `('is $percent percent, $standing, because $because', ({ cost, budget, percent, standing }) => {
    expect(percentUsed(cost, budget)).toBe(percent);
    expect(standingAt(percent, WARNING_PERCENT)).toBe(standing);
  });

  it('M8: warns from where the program says', () => {
    expect([standingAt('49.99', '50'), standingAt('50', '50')]).toEqual(['within', 'trending']);
  });
});

describe('USG-4 the forecast of a period', () => {
  it.each`
    cost     | complete | inPeriod | forecast  | because
    ${'100'} | ${10}    | ${31}    | ${'310'}  | ${'10 of 31 days are complete'}
    ${'100'} | ${0}     | ${31}    | ${'3100'} | ${'on the first day one counts as complete'}
    ${'100'} | ${31}    | ${31}    | ${'100'}  | ${'nothing is to come'}
    ${'0'}   | ${5}     | ${30}    | ${'0'}    | ${'nothing was used'}
  `('is $forecast, because $because', ({ cost, complete, inPeriod, forecast }) => {
    expect(forecastOf(cost, { complete, inPeriod })).toBe(forecast);
  });
});
