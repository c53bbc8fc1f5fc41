import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { LostError, moveClock, untilIdle } from '../../infra/local/demo/control.ts';
import type { LostRecord } from '../../infra/local/lost/lost.ts';
import { type Runtime, startRuntime } from '../../infra/local/runtime.ts';
import { recover } from '../../infra/recover/main.ts';
import { clientsFor } from '../../infra/recover/recovery.ts';

// Functions of the fixture that are broken on purpose, in every place where something can be given up, and mended again.
const folder = mkdtempSync(join(tmpdir(), 'lost-'));
const cdkOut = join(folder, 'assembly');
const options = { cdkOut, localDir: join(folder, 'local'), dataDir: join(folder, 'data'), quiet: true };
const flag = (word: string) => join(cdkOut, 'asset.fixture', `broken-${word}`);
const breakFor = (word: string) => writeFileSync(flag(word), '');
const mendFor = (word: string) => rmSync(flag(word));

let runtime: Runtime;

beforeAll(async () => {
  cpSync(join(import.meta.dirname, 'fixtures', 'assembly'), cdkOut, { recursive: true });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  runtime = await startRuntime(options);
});

afterAll(async () => {
  await runtime.stop();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, text = 'hello') =>
  fetch(`${runtime.apiRoot}/notes/${encodeURIComponent(name)}`, {
    method: 'PUT',
    headers: { 'content-type': 'text/plain' },
    body: text,
  });
const isSeen = async (name: string) =>
  (await fetch(`${runtime.apiRoot}/notes/${encodeURIComponent(name)}`)).status === 200;
const control = async (path: string) => (await fetch(`${runtime.controlRoot}${path}`)).json();
const lost = async () => (await control('/lost')) as readonly LostRecord[];
const recovery = (log: (line: string) => void = () => {}) => ({
  name: 'fixture',
  clients: clientsFor({ endpoint: runtime.door }),
  log,
});
const ask = (kind: 'list' | 'events' | 'queue') => recover(recovery(), { kind }, new Date());
const recoverable = async () => (await ask('list')).left;
const recovered = async () => {
  const [events, queues] = [await ask('events'), await ask('queue')];
  return { takenBack: events.takenBack + queues.takenBack, left: events.left + queues.left };
};

describe('OPS-1: nothing that was given up is quiet', () => {
  test('nothing is lost while all goes well, whatever characters a note has', async () => {
    for (const name of ['rocket \u{1F680}', '\u{20BB7}\u91CE\u5BB6', 'plain']) await write(name);
    await untilIdle(runtime.controlRoot);
    expect(await lost()).toEqual([]);
    for (const name of ['rocket \u{1F680}', '\u{20BB7}\u91CE\u5BB6', 'plain']) expect(await isSeen(name)).toBe(true);
  });

  test('a record that leaves the stream unpublished is kept whole, and its neighbours are not given up with it', async () => {
    breakFor('poison');
    await Promise.all(['before', 'poison', 'behind', 'beside'].map((name) => write(name)));
    await expect(untilIdle(runtime.controlRoot)).rejects.toThrow(LostError);
    expect(await lost()).toEqual([
      expect.objectContaining({
        what: 'stream',
        where: 'App-Publisher',
        why: 'Error: a poisoned record',
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        keptIn: expect.stringContaining('arn:aws:s3:::'),
      }),
    ]);
    expect(JSON.stringify((await lost())[0]?.record)).toContain('NOTES#poison');
    for (const name of ['before', 'behind', 'beside']) expect(await isSeen(name), name).toBe(true);
  });

  test('a message that fails too often leaves its queue for another, with the reason', async () => {
    breakFor('indigestible');
    await write('indigestible');
    const idle = (await control('/idle')) as { idle: boolean; lost: readonly LostRecord[] };
    expect(idle).toMatchObject({ idle: true, lost: [{ what: 'stream' }, { what: 'queue', where: 'fixture-notes' }] });
    const [, message] = await lost();
    expect(message).toMatchObject({
      why: expect.stringMatching(/^5 times: App-Consumer reported it/),
      record: { detail: { pk: 'NOTES#indigestible' } },
      keptIn: expect.stringContaining('fixture-notes-dead'),
    });
  });

  test('so does a job that fails each time, and moving the clock says so', async () => {
    breakFor('hourly');
    const { now } = (await control('/clock')) as { now: string };
    const hourLater = new Date(Date.parse(now) + 3_600_000).toISOString();
    await expect(moveClock(runtime.controlRoot, hourLater)).rejects.toThrow('3 lost');
    expect((await lost())[2]).toMatchObject({
      what: 'invocation',
      where: 'App-Job',
      why: 'Error: the job is broken',
      record: { job: 'hourly' },
    });
  });

  test('what is lost is still there after a restart', async () => {
    const before = await lost();
    await runtime.stop();
    runtime = await startRuntime(options);
    expect(await lost()).toEqual(before);
  });
});

describe('OPS-1: what was given up is taken back', () => {
  test('nothing is, as long as it fails again, and nothing is gone', async () => {
    expect(await recovered()).toEqual({ takenBack: 2, left: 1 });
    await control('/idle');
    expect((await lost()).map(({ what }) => what).sort()).toEqual(['invocation', 'queue', 'stream']);
  });

  test('everything is once the causes are mended, and a repeat finds nothing', async () => {
    for (const word of ['poison', 'indigestible', 'hourly']) mendFor(word);
    // What stayed is hidden for a second more.
    await vi.waitFor(async () => expect(await recoverable()).toBe(3), { timeout: 30_000 });
    const lines: string[] = [];
    const only = { kind: 'queue', queue: 'notes' } as const;
    const asked = recover({ ...recovery((line) => void lines.push(line)), isList: true }, only, new Date());
    expect((await asked).left, 'a queue alone, by its name').toBe(1);
    expect(lines).toEqual([expect.stringContaining('of fixture-notes-dead')]);
    const none = recover(recovery(), { kind: 'queue', queue: 'shop' }, new Date());
    await expect(none).rejects.toThrow(/there is no queue shop; there are .*notes/);
    await vi.waitFor(async () => expect(await recoverable()).toBe(3), { timeout: 30_000 });
    expect(await recovered()).toEqual({ takenBack: 3, left: 0 });
    await untilIdle(runtime.controlRoot);
    expect(await lost()).toEqual([]);
    expect(await isSeen('poison')).toBe(true);
    expect(await isSeen('indigestible')).toBe(true);
    expect(await recovered()).toEqual({ takenBack: 0, left: 0 });
  });

  test('an event that neither its queue nor the one for the dead takes is remembered all the same', async () => {
    await write('long', '\u{1F680}'.repeat(95_000));
    await expect(untilIdle(runtime.controlRoot)).rejects.toThrow('bus ');
    const [event] = await lost();
    expect(event).toMatchObject({ what: 'bus', why: expect.stringContaining('fixture-notes-dead did not take it') });
    expect(JSON.stringify(event?.record)).toContain('NOTES#long');
    expect(event?.keptIn).toBeUndefined();
  });
});
