import { beforeEach, describe, expect, it, test } from 'vitest';
import { CustomerErased } from '../../../../events/tenancy.ts';
import { chance } from '../../../support/chance.ts';
import { anEvent } from '../../../support/events.ts';
import {
  askForExport,
  downloaded,
  type ExportWorld,
  exportOf,
  exportWorld,
  heldBack,
} from '../../../support/exports/exporting.ts';
import type { Mark, MemoryTableHooks } from '../../../support/memory-table.ts';
import type { Delivery } from '../../../support/program.ts';

/** Thrown in the middle of a delivery: the function is gone, and the queue delivers again. */
class KilledError extends Error {
  override readonly name = 'KilledError';
}

/** Of several consumers of an event all are killed. */
const isKill = (error: unknown): boolean =>
  error instanceof AggregateError ? error.errors.every(isKill) : error instanceof KilledError;

let on: ExportWorld;
let start: Mark;
/** Steps that may still be done before a kill; no kill when undefined. */
let left: number | undefined;
const step = (): void => {
  if (left === undefined) return;
  if (left === 0) throw new KilledError('killed');
  left -= 1;
};
/** Of the table those before writes of exports count: what consumers of other things write is theirs to prove. */
const hooks: MemoryTableHooks = {
  beforeWrite: (writes) => (JSON.stringify(writes).includes('#EXPORTS') ? step() : undefined),
};
beforeEach(async () => {
  left = undefined;
  if (on) return start.undo();
  on = await exportWorld({ hooks, step });
  start = on.world.program.table.mark();
});

/** Asks for an export and answers its id and the deliveries that it set going. */
async function asked(): Promise<{ id: string; held: Delivery[] }> {
  let id = '';
  const held = await heldBack(on.world.program, async () => {
    id = (await askForExport(on.world, on.admin)).body.id;
  });
  return { id, held };
}

const filesOf = async (id: string) => {
  const done = await exportOf(on.world, on.admin, id);
  expect(done.state).toBe('ready');
  return Object.fromEntries(downloaded(on.world.program, done));
};

/** The archive of an export that nothing disturbed. */
async function undisturbed(): Promise<Record<string, string>> {
  const { id, held } = await asked();
  on.world.program.waiting.push(...held);
  await on.world.program.settle();
  const files = await filesOf(id);
  start.undo();
  return files;
}

/** An export's own id is in its README and in the customer's log. */
const contents = (files: Record<string, string>) => ({ ...files, 'README.txt': '', 'directory/audit.jsonl': '' });

describe('answers of contexts', () => {
  it.each(['first', 'second', 'third', 'fourth', 'fifth'])(
    'CUS-6: late, twice and in any order they give the same archive (%s)',
    async (seed) => {
      const expected = await undisturbed();
      const { program } = on.world;
      const draws = chance(seed);
      const { id, held } = await asked();
      program.waiting.push(...held);
      const done: Delivery[] = [];
      while (program.waiting.length > 0) {
        const [next] = program.waiting.splice(Math.floor(draws.next() * program.waiting.length), 1) as [Delivery];
        await program.deliver(next);
        done.push(next);
        if (draws.next() < 0.5) await program.deliver(done[Math.floor(draws.next() * done.length)]!);
      }
      expect(contents(await filesOf(id))).toEqual(contents(expected));
      // Once more, all of it: nothing changes any more.
      const before = program.table.mark();
      for (const delivery of done) await program.deliver(delivery);
      const changed = before.changes().filter(({ key }) => key.pk.includes('#EXPORTS'));
      expect(changed).toEqual([]);
    },
  );

  /** Writes of the table, and pieces and objects in the bucket. */
  test('CUS-6: a kill between any two steps is mended by the next delivery', async () => {
    const expected = await undisturbed();
    const { program } = on.world;
    let kills = 0;
    for (let at = 0; ; at += 1) {
      const { id, held } = await asked();
      program.waiting.push(...held);
      left = at;
      let wasKilled = false;
      for (let next = program.waiting.shift(); next; next = program.waiting.shift()) {
        try {
          await program.deliver(next);
        } catch (error) {
          if (!isKill(error)) throw error;
          wasKilled = true;
          left = undefined;
          program.waiting.push(next);
        }
      }
      left = undefined;
      expect(contents(await filesOf(id)), `killed before step ${at}`).toEqual(contents(expected));
      start.undo();
      if (!wasKilled) break;
      kills += 1;
    }
    expect(kills).toBeGreaterThan(15);
  });
});

describe('a context that never answers', () => {
  const withoutCommerce = async () => {
    const { program } = on.world;
    const { id, held } = await asked();
    const lost = held.filter(({ context }) => context === 'commerce');
    program.waiting.push(...held.filter(({ context }) => context !== 'commerce'));
    await program.settle();
    return { id, lost };
  };

  test('CUS-6: the export has failed after six hours, with an alarm, and another may be asked for', async () => {
    const { program } = on.world;
    const { id, lost } = await withoutCommerce();
    expect((await exportOf(on.world, on.admin, id)).state).toBe('running');
    await program.moveTo('2026-01-05T14:59:00Z');
    expect((await exportOf(on.world, on.admin, id)).state).toBe('running');
    program.setClock('2026-01-05T15:00:00Z');
    expect((await exportOf(on.world, on.admin, id)).state, 'before the job has run').toBe('failed');
    expect(await program.runJob('failExports', '2026-01-05T15:10:00Z')).toMatchObject({ failed: 1 });
    expect(await program.runJob('failExports', '2026-01-05T16:10:00Z')).toMatchObject({ failed: 0 });
    expect(program.observability.failures.join()).toContain('"contexts":["commerce"]');
    for (const delivery of lost) await program.deliver(delivery);
    await program.settle();
    expect(await exportOf(on.world, on.admin, id)).toMatchObject({ state: 'failed' });
    expect(await exportOf(on.world, on.admin, id)).not.toHaveProperty('downloadUrl');
    const again = await askForExport(on.world, on.admin);
    expect((await exportOf(on.world, on.admin, again.body.id)).state).toBe('ready');
    const underway = [...program.table.items.values()].filter(({ sk }) => sk === 'UNDERWAY');
    expect(underway).toEqual([]);
    program.setClock('2026-01-05T09:00:00Z');
  });
});

test('CUS-6: an export whose archive cannot be written has failed after six hours, and the log says that it is that', async () => {
  const { program } = on.world;
  const { id, held } = await asked();
  const { putStream } = program.files;
  Object.assign(program.files, { putStream: async () => Promise.reject(new KilledError('no room')) });
  for (let waiting = held; waiting.length > 0; waiting = program.waiting.splice(0))
    for (const delivery of waiting)
      await program.deliver(delivery).catch((error: unknown) => {
        if (!isKill(error)) throw error;
      });
  Object.assign(program.files, { putStream });
  expect((await exportOf(on.world, on.admin, id)).state).toBe('running');
  expect(await program.runJob('failExports', '2026-01-05T15:10:00Z')).toMatchObject({ failed: 1 });
  expect(program.observability.failures.at(-1)).toContain('archive');
  expect((await exportOf(on.world, on.admin, id)).state).toBe('failed');
});

describe('an erased customer', () => {
  test('CUS-6: leaves no export, and one under way ends', async () => {
    const { program } = on.world;
    const done = (await asked()).id;
    const { held } = await asked();
    const [first, ...rest] = held as [Delivery, ...Delivery[]];
    await program.deliver(first);
    const exports = () => [...program.table.items.values()].filter(({ pk }) => pk.endsWith('#EXPORTS'));
    expect(exports().length).toBeGreaterThan(3);
    const event = anEvent(CustomerErased, {
      customerId: on.customerId,
      partnerIds: on.partners.map(({ partnerId }) => partnerId),
      country: 'US',
      reason: 'deprovisioned',
    });
    await program.deliver({ context: 'tenancy', event });
    await program.deliver({ context: 'commerce', event });
    expect(exports()).toEqual([]);
    const later = program.waiting.splice(0).filter(({ context }) => context === 'tenancy');
    for (const delivery of [...later, ...rest.filter(({ context }) => context === 'tenancy')])
      await program.deliver(delivery);
    expect(
      exports().filter(({ kind }) => kind === 'dataExport'),
      done,
    ).toEqual([]);
  });
});
