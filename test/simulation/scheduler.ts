import { AsyncLocalStorage } from 'node:async_hooks';
import type { ContextName } from '../../shared/contracts/routes.ts';
import { WriteConflictError } from '../../shared/dynamo/table.ts';
import type { Chance } from '../support/chance.ts';
import type { MemoryTableHooks } from '../support/memory-table.ts';

/**
 * Runs tasks (requests, deliveries, jobs) at once on one thread, and decides by its seed alone which of them takes the
 * next step to the outside: every read, every write, every mail and file is a step. Before any write, and behind any,
 * a task may die: it then writes nothing more, like a machine that stopped. What it still reads reaches nobody, but is an
 * answer to others where the process remembers it for all.
 */
export interface Scheduler {
  readonly hooks: MemoryTableHooks;
  /** A step beside the table. */
  readonly step: () => Promise<void>;
  /** Waits for what other threads do, which comes back by itself: the task is at work meanwhile. */
  elsewhere<T>(work: Promise<T>): Promise<T>;
  /** Runs tasks together until all are over. A task that died is over. */
  run(tasks: readonly Task[]): Promise<void>;
  /** The context whose code is running, and for which tenant, if a task is. */
  running(): Task | undefined;
  /** Whether the running task has died: what it still does reaches nobody. */
  isDead(): boolean;
}

export interface Task {
  readonly context: ContextName;
  /** Tenant on whose behalf it runs; undefined: everybody's (a job). */
  readonly tenantId?: string;
  readonly what: string;
  readonly body: () => Promise<void>;
  /** Told when the task died before its end. */
  readonly died?: () => void;
  /** Told what the task threw while it lived; without it the run throws that on. */
  readonly failed?: (error: unknown) => void;
}

export interface Troubles {
  /** How often a task dies at a write: 0 never, 1 always. */
  readonly crash: number;
  /** How often a transaction is refused because another one touches the same items. */
  readonly conflict: number;
  /** Whether indexes lag behind the table. */
  readonly indexLag: number;
}

/** What a task that died runs into wherever it turns. */
export class MachineStoppedError extends Error {
  override readonly name = 'MachineStoppedError';
}

interface Running {
  readonly task: Task;
  isDead: boolean;
  isOver: boolean;
  /** Steps that the task waits to take: several when it asks for several things at once. */
  readonly waiting: (() => void)[];
}

export function scheduler(chance: Chance, troubles: Troubles): Scheduler {
  const current = new AsyncLocalStorage<Running>();
  let together = 0;
  let atWorkElsewhere = 0;
  let failed: unknown;
  /** Called when a task that was doing something for itself waits for a step, or is over. */
  let wake = (): void => {};

  const turn = async (isWrite: boolean): Promise<void> => {
    const running = current.getStore();
    if (!running) return;
    if (isWrite && !running.isDead) running.isDead = chance.isTrue(troubles.crash);
    if (isWrite && running.isDead) throw new MachineStoppedError();
    if (together < 2 || running.isOver) return;
    await new Promise<void>((resume) => {
      running.waiting.push(resume);
      wake();
    });
    if (isWrite && running.isDead) throw new MachineStoppedError();
  };
  const behind = (): void => {
    const running = current.getStore();
    if (!running || !chance.isTrue(troubles.crash)) return;
    running.isDead = true;
    throw new MachineStoppedError();
  };

  const begin = (task: Task): Running => {
    const running: Running = { task, isDead: false, isOver: false, waiting: [] };
    const over = (): void => {
      running.isOver = true;
      for (const resume of running.waiting.splice(0)) resume();
      wake();
    };
    running.waiting.push(() => {
      void current.run(running, task.body).then(over, (error: unknown) => {
        if (!running.isDead && task.failed) task.failed(error);
        else if (!running.isDead) failed ??= error;
        over();
      });
    });
    return running;
  };
  /** Lets one task go on until it waits again, is over, or can only go on behind another: it asked for what that one reads. */
  const goOn = async (running: Running, all: readonly Running[]): Promise<void> => {
    running.waiting.shift()?.();
    await new Promise(setImmediate);
    while (running.waiting.length === 0 && !running.isOver) {
      if (atWorkElsewhere === 0 && all.some(({ waiting }) => waiting.length > 0)) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };

  return {
    hooks: {
      beforeRead: () => turn(false),
      async beforeWrite(writes) {
        await turn(true);
        if (writes.length > 1 && current.getStore() && chance.isTrue(troubles.conflict))
          throw new WriteConflictError(writes.map(() => 'conflict'));
      },
      afterWrite: behind,
      isIndexLate: () => current.getStore() !== undefined && chance.isTrue(troubles.indexLag),
    },
    step: () => turn(true),
    async elsewhere(work) {
      atWorkElsewhere += 1;
      try {
        return await work;
      } finally {
        atWorkElsewhere -= 1;
      }
    },
    running: () => current.getStore()?.task,
    isDead: () => current.getStore()?.isDead ?? false,
    async run(tasks) {
      const all = tasks.map(begin);
      failed = undefined;
      for (let active = all; active.length > 0; active = active.filter(({ isOver }) => !isOver)) {
        together = active.length;
        await goOn(chance.of(active), active);
      }
      for (const { isDead, task } of all) if (isDead) task.died?.();
      if (failed !== undefined) throw failed;
    },
  };
}
