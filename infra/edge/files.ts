import { manifests } from '../manifests.ts';
import { waysOf } from './ways.ts';

/** Files that the edge function reads: made when it is bundled, so that it carries no context's schemas. */
export async function edgeFiles(): Promise<Readonly<Record<string, string>>> {
  return { 'ways.json': JSON.stringify(waysOf(manifests.map(({ routes }) => routes))) };
}
