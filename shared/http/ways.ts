import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WayIntoSlice } from './served.ts';

/** Name of the file beside a function whose slices are loaded one by one: made of the manifests when it is bundled. */
export const WAYS_FILE = 'ways.json';

/** The ways of a function by operationId, as they lie beside its code in `folder`. */
export const waysBeside = (folder: string): Readonly<Record<string, WayIntoSlice>> =>
  JSON.parse(readFileSync(join(folder, WAYS_FILE), 'utf8'));
