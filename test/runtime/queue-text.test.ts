import { describe, expect, test } from 'vitest';
import { untakenByQueues, withoutAstral } from '../../infra/local/events/queue-text.ts';

describe('OPS-1: text on queues', () => {
  test.each([
    ['Sales \u{1F680}', 'an emoji'],
    ['\u{20BB7}\u91CE\u5BB6', 'rare and common CJK'],
    ['\u{10FFFD} \u{1F469}\u200D\u{1F680}', 'the last plane, and several characters that show as one'],
    ['back\\slash \\ud83d "quotes" \u{1F680}', 'what looks like an escape itself'],
    ['plain', 'nothing to do'],
  ])('%s means the same afterwards: %s', (text) => {
    const carried = withoutAstral(JSON.stringify({ text, [text]: 1 }));
    expect(carried).not.toMatch(/[\uD800-\uDFFF]/);
    expect(JSON.parse(carried)).toEqual({ text, [text]: 1 });
  });

  test('what is no JSON is left alone, because an escape would change it', () => {
    expect(withoutAstral('no JSON \u{1F680}')).toBe('no JSON \u{1F680}');
  });

  test.each([['\uFFFE'], ['\uFFFF']])('no queue takes %j', (text) => {
    expect(untakenByQueues.test(JSON.stringify({ text }))).toBe(true);
  });
});
