import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where a runtime keeps its state between runs; every path is absent when nothing is to be kept. */
export type StateFiles = {
  readonly dynamoDB: string | undefined;
  readonly storage: string | undefined;
  readonly mails: string | undefined;
  readonly identity: string | undefined;
  readProgress(): Progress;
  writeProgress(progress: Progress): void;
};

/** The clock's last time and how far each stream was read. */
export type Progress = {
  readonly now?: string;
  readonly positions?: Readonly<Record<string, { shardId: string; sequenceNumber?: string }>>;
};

export function stateFiles(dataDir: string | undefined): StateFiles {
  const root = dataDir && resolve(dataDir);
  const at = (name: string) => root && join(root, name);
  const progressFile = at('progress.json');
  return {
    dynamoDB: at('dynamodb'),
    storage: at('storage'),
    mails: at('mails.jsonl'),
    identity: at('identity.json'),
    readProgress: () =>
      progressFile && existsSync(progressFile) ? (JSON.parse(readFileSync(progressFile, 'utf8')) as Progress) : {},
    writeProgress(progress) {
      if (!root || !progressFile) return;
      mkdirSync(root, { recursive: true });
      writeFileSync(progressFile, JSON.stringify(progress));
    },
  };
}
