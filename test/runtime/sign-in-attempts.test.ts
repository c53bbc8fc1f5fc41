import { describe, expect, it } from 'vitest';
import { countSignIns } from '../../infra/local/identity/sign-in-attempts.ts';

describe('OPS-1: failed sign-ins of the local issuer', () => {
  const begin = () => {
    let now = Date.parse('2026-11-02T09:00:00Z');
    const attempts = countSignIns(() => new Date(now));
    const fail = (times: number, user = 'ann@example.test', address = '192.0.2.1') => {
      for (let time = 0; time < times; time += 1) attempts.fail(user, address);
    };
    return {
      attempts,
      fail,
      pass: (seconds: number) => {
        now += seconds * 1000;
      },
    };
  };

  it('ten in a minute block the pair of user and address until the minute is over', () => {
    const { attempts, fail, pass } = begin();
    fail(9);
    expect(attempts.blockedSeconds('ann@example.test', '192.0.2.1')).toBe(0);
    pass(20);
    fail(1, 'ANN@example.test');
    expect(attempts.blockedSeconds('Ann@Example.test', '192.0.2.1')).toBe(40);
    expect(attempts.blockedSeconds('ann@example.test', '192.0.2.2')).toBe(0);
    expect(attempts.blockedSeconds('bea@example.test', '192.0.2.1')).toBe(0);
    pass(40);
    expect(attempts.blockedSeconds('ann@example.test', '192.0.2.1')).toBe(0);
  });

  it('does not grow with the names that are tried', () => {
    const { attempts, fail } = begin();
    fail(10);
    for (let name = 0; name < 10_000; name += 1) attempts.fail(`guess-${name}`, '192.0.2.9');
    expect(attempts.blockedSeconds('ann@example.test', '192.0.2.1'), 'the oldest is forgotten').toBe(0);
    expect(attempts.blockedSeconds('guess-9999', '192.0.2.9')).toBe(0);
  });
});
