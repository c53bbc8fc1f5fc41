import type { Plugin } from 'esbuild';
import { credentials } from './credentials.ts';
import { eventStreams } from './event-streams.ts';
import { jsonSchema } from './json-schema.ts';
import type { Part, Tell } from './part.ts';
import { processMembers } from './process.ts';
import { words } from './words.ts';

/** All that is left out of bundles. */
export const slimParts: readonly Part[] = [credentials, eventStreams, jsonSchema, words, processMembers];

/** @param tell is told what each part, by its name, left out. */
export const slimPlugins = (tell: (name: string) => Tell = () => () => undefined): Plugin[] =>
  slimParts.map((part) => part.plugin(tell(part.name)));
