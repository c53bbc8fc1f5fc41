import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rotate } from '../../../infra/rotate.ts';
import { inForceAt, RotationError, readHistory, rotated, writeHistory } from '../../../shared/identity/rotation.ts';
import { aesSeal } from '../../../shared/identity/seal.ts';
import { rotatingSecrets } from '../../../shared/identity/secrets.ts';
import { instant } from '../../../shared/kernel/time.ts';

const at = (time: string) => instant(`2026-11-${time}`);
const history = rotated(readHistory('old'), 'new', { at: at('02T09:00:00Z') });

describe('REL-1: a secret is replaced while it is used', () => {
  test.each`
    when                  | current  | accepted          | because
    ${'02T09:00:00.000Z'} | ${'old'} | ${['new', 'old']} | ${'others may know it already, not everybody does'}
    ${'02T09:09:59.999Z'} | ${'old'} | ${['new', 'old']} | ${'the ten minutes are not over'}
    ${'02T09:10:00.000Z'} | ${'new'} | ${['new', 'old']} | ${'everybody knows it'}
    ${'03T09:09:59.999Z'} | ${'new'} | ${['new', 'old']} | ${'the old one has a day'}
    ${'03T09:10:00.000Z'} | ${'new'} | ${['new']}        | ${'the day is over'}
    ${'01T00:00:00.000Z'} | ${'old'} | ${['new', 'old']} | ${'what was made earlier was made with the old one'}
  `('REL-1: at $when $current makes and $accepted are taken, because $because', ({ when, current, accepted }) => {
    expect(inForceAt(history, at(when))).toEqual({ current, accepted });
    expect(inForceAt(readHistory(writeHistory(history)), at(when))).toEqual({ current, accepted });
  });

  test('REL-1: one is replaced at a time; at once it counts alone', () => {
    expect(() => rotated(history, 'third', { at: at('03T09:09:59.999Z') })).toThrow(RotationError);
    const third = rotated(history, 'third', { at: at('03T09:10:00Z') });
    expect(third.map(({ secret }) => secret)).toEqual(['third', 'new']);
    const alone = rotated(history, 'third', { at: at('02T09:01:00Z'), isAtOnce: true });
    expect(inForceAt(alone, at('02T09:01:00Z'))).toEqual({ current: 'third', accepted: ['third'] });
    expect(rotated(alone, 'fourth', { at: at('02T09:02:00Z') }).map(({ secret }) => secret)).toEqual([
      'fourth',
      'third',
    ]);
  });

  test.each(['{}', '{"secrets":[]}', '{"secrets":[{"secret":""}]}'])('%s is no secret', (text) => {
    expect(() => readHistory(text)).toThrow('at least one secret');
  });

  test('REL-1: a function that lives on reads it anew in time, and goes on when it cannot', async () => {
    const stored = { value: 'old', reads: 0, isDown: false };
    const secrets = await rotatingSecrets(['/s'], async () => {
      stored.reads += 1;
      if (stored.isDown) throw new Error('down');
      return { '/s': stored.value };
    });
    const secret = secrets.inForce('/s');
    await secrets.moveTo(at('02T08:59:59Z'));
    stored.value = writeHistory(history);
    await secrets.moveTo(at('02T09:04:59Z'));
    expect([secret.current, secret.accepted, stored.reads]).toEqual(['old', ['old'], 1]);
    stored.isDown = true;
    await secrets.moveTo(at('02T09:05:00Z'));
    expect([secret.accepted, stored.reads]).toEqual([['old'], 2]);
    stored.isDown = false;
    await secrets.moveTo(at('02T09:05:01Z'));
    expect([secret.current, secret.accepted, stored.reads]).toEqual(['old', ['new', 'old'], 3]);
    await secrets.moveTo(at('02T09:10:00Z'));
    expect([secret.current, stored.reads]).toEqual(['new', 3]);
    expect(await secrets.madeWith('/s', at('02T09:09:59Z'))).toBe('old');
    expect(await secrets.madeWith('/s', at('02T09:10:00Z'))).toBe('new');
  });

  test('ORD-6: what was sealed before opens for a day more, and nothing else does', () => {
    const when = { now: at('02T09:00:00Z') };
    const secret = {
      get current() {
        return inForceAt(history, when.now).current;
      },
      get accepted() {
        return inForceAt(history, when.now).accepted;
      },
    };
    const seal = aesSeal(secret, 'cookie');
    const before = seal.seal({ made: 'before' });
    when.now = at('02T09:10:00Z');
    const after = seal.seal({ made: 'after' });
    expect([seal.open(before), seal.open(after)]).toEqual([{ made: 'before' }, { made: 'after' }]);
    expect(seal.open(`${before.slice(0, -4)}AAAA`)).toBeUndefined();
    when.now = at('03T09:10:00Z');
    expect([seal.open(before), seal.open(after)]).toEqual([undefined, { made: 'after' }]);
  });
});

describe('OPS-1: npm run rotate', () => {
  test('OPS-1: replaces the named secret of the local runtime and leaves the other alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rotate-'));
    const file = join(folder, 'secrets.json');
    const kept = () => JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    writeFileSync(file, JSON.stringify({ '/open-csp/link-secret': 'old', '/open-csp/session-secret': 'other' }));
    await rotate(['link', '--local', '--at', '2026-11-02T09:00:00Z'], folder);
    const [newest, before] = readHistory(kept()['/open-csp/link-secret']!);
    expect([newest!.from, newest!.secret.length, before]).toEqual(['2026-11-02T09:10:00.000Z', 43, { secret: 'old' }]);
    expect(kept()['/open-csp/session-secret']).toBe('other');
    await expect(rotate(['link', '--local', '--at', '2026-11-02T10:00:00Z'], folder)).rejects.toThrow('--at-once');
    await rotate(['link', '--local', '--at-once', '--at', '2026-11-02T10:00:00Z'], folder);
    expect(readHistory(kept()['/open-csp/link-secret']!)).toHaveLength(1);
    rmSync(folder, { recursive: true, force: true });
  });

  test.each`
    args                                        | because
    ${[]}                                       | ${'no secret is named'}
    ${['everything']}                           | ${'there is no such secret'}
    ${['link', 'session']}                      | ${'one is replaced at a time'}
    ${['link', '--at', '2026-11-02T09:00:00Z']} | ${'AWS has one clock'}
  `('OPS-1: $args is answered with how it is used, because $because', async ({ args }) => {
    await expect(rotate(args)).rejects.toThrow('npm run rotate');
  });
});
