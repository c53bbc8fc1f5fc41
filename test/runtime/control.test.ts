import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { answerPatiently } from '../../infra/local/control/control.ts';
import { type LocalServer, openServer } from '../../infra/local/net/server.ts';

let server: LocalServer;
afterEach(() => server.stop());

const work = async (durationMs: number) => {
  await sleep(durationMs);
  return { status: 202, answer: { done: true } };
};

describe('OPS-2: moving the clock far does not outlast the patience of its caller', () => {
  it.each([
    [200, 200, /^ {2,}\{"done":true\}$/, 'blanks went ahead, and with them the status'],
    [0, 202, /^\{"done":true\}$/, 'it was done before'],
  ])('work of %i ms answers %i with %s, because %s', async (durationMs, status, text) => {
    server = await openServer(0);
    server.handle((_request, response) => answerPatiently(response, work(durationMs), 50));
    const answer = await fetch(server.address);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toMatch(text);
  });
});
