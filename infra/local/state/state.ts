/**
 * What the runtime knows itself: clock, schedules, stream positions, mails, what is under way and what was given up. It
 * is written with every step, before the step counts as done, so that a runtime that was killed goes on where it was.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AdviceError } from './advice.ts';

/** A list in which each entry has a number that is never given again. */
export type KeptList<Entry> = {
  all(): readonly { readonly id: number; readonly entry: Entry }[];
  add(entry: Entry): number;
  remove(id: number): void;
};

/** Entries by their time. */
export type KeptJournal<Entry> = {
  add(at: Date, entry: Entry): void;
  /** Oldest first, of `from` or later and before `to`. */
  between(from: Date, to: Date): readonly Entry[];
  count(): number;
  removeBefore(at: Date): void;
};

export type State = {
  /** Where parts of the runtime keep what is theirs; each is absent when nothing is to be kept between runs. */
  readonly dynamoDB: string | undefined;
  readonly storage: string | undefined;
  readonly identity: string | undefined;
  get<Value>(name: string): Value | undefined;
  set(name: string, value: unknown): void;
  list<Entry>(name: string): KeptList<Entry>;
  journal<Entry>(name: string): KeptJournal<Entry>;
  close(): void;
};

/**
 * Opens the state in `dataDir`, for this process alone; without a folder it lasts as long as the process.
 *
 * @throws AdviceError when the folder cannot be used or another runtime uses it.
 */
export function openState(dataDir: string | undefined): State {
  const root = dataDir && resolve(dataDir);
  const at = (name: string) => root && join(root, name);
  const database = root ? openFile(root) : new DatabaseSync(':memory:');
  database.exec(`
    CREATE TABLE IF NOT EXISTS single (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS listed (id INTEGER PRIMARY KEY AUTOINCREMENT, list TEXT NOT NULL, entry TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS by_list ON listed (list, id);
    CREATE TABLE IF NOT EXISTS dated (journal TEXT NOT NULL, at INTEGER NOT NULL, entry TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS by_time ON dated (journal, at);
  `);
  const read = database.prepare('SELECT value FROM single WHERE name = ?');
  const write = database.prepare('INSERT OR REPLACE INTO single (name, value) VALUES (?, ?)');
  const all = database.prepare('SELECT id, entry FROM listed WHERE list = ? ORDER BY id');
  const add = database.prepare('INSERT INTO listed (list, entry) VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM listed WHERE list = ? AND id = ?');
  return {
    dynamoDB: at('dynamodb'),
    storage: at('storage'),
    identity: at('identity.json'),
    get<Value>(name: string) {
      const row = read.get(name);
      return row && (JSON.parse(String(row.value)) as Value);
    },
    set: (name, value) => void write.run(name, JSON.stringify(value)),
    list: <Entry>(name: string): KeptList<Entry> => ({
      all: () => all.all(name).map(({ id, entry }) => ({ id: Number(id), entry: JSON.parse(String(entry)) as Entry })),
      add: (entry) => Number(add.run(name, JSON.stringify(entry)).lastInsertRowid),
      remove: (id) => void remove.run(name, id),
    }),
    journal: <Entry>(name: string) => openJournal<Entry>(database, name),
    close: () => database.close(),
  };
}

function openJournal<Entry>(database: DatabaseSync, name: string): KeptJournal<Entry> {
  const add = database.prepare('INSERT INTO dated (journal, at, entry) VALUES (?, ?, ?)');
  const between = database.prepare(
    'SELECT entry FROM dated WHERE journal = ? AND at >= ? AND at < ? ORDER BY at, rowid',
  );
  const count = database.prepare('SELECT count(*) AS entries FROM dated WHERE journal = ?');
  const removeBefore = database.prepare('DELETE FROM dated WHERE journal = ? AND at < ?');
  return {
    add: (at, entry) => void add.run(name, at.getTime(), JSON.stringify(entry)),
    between: (from, to) =>
      between.all(name, from.getTime(), to.getTime()).map(({ entry }) => JSON.parse(String(entry)) as Entry),
    count: () => Number(count.get(name)?.entries),
    removeBefore: (at) => void removeBefore.run(name, at.getTime()),
  };
}

/** Opens the file with a lock that ends with this process, however it ends. */
function openFile(root: string): DatabaseSync {
  if (existsSync(join(root, 'progress.json')))
    throw new AdviceError(`an earlier version kept its state in ${root}; choose another folder with --data`);
  try {
    makeFolder(root);
    const database = new DatabaseSync(join(root, 'state.db'), { timeout: 1000 });
    // Killed, a process loses nothing that it wrote; only a machine that loses power may.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    database.exec('BEGIN EXCLUSIVE; COMMIT;');
    return database;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (reason.includes('locked'))
      throw new AdviceError(`another npm start uses ${root}: stop it, or choose another folder with --data`);
    throw new AdviceError(`no state can be kept in ${root} (${reason}); choose another folder with --data`);
  }
}

/** Makes the folder and those above it, one by one: where a file system denies one, Node's own way never ends. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}
