import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventRecord } from '../../shared/contracts/events.ts';

/** Folder of the checked-in events: what was published once, and must be readable for ever. */
export const EXAMPLES_FOLDER = join(import.meta.dirname, '../contract/examples');

export interface Example {
  /** `<Type>.v<version>.json`, or `<Type>.v<version>.<what is special>.json`. */
  readonly file: string;
  readonly event: EventRecord;
}

export const examples: readonly Example[] = readdirSync(EXAMPLES_FOLDER)
  .sort()
  .map((file) => ({ file, event: JSON.parse(readFileSync(join(EXAMPLES_FOLDER, file), 'utf8')) as EventRecord }));
