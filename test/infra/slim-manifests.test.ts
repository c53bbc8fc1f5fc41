import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { bundleOptions } from '../../infra/bundle.ts';
import { type ContextManifests, manifests } from '../../infra/manifests.ts';
import { slimPlugins } from '../../infra/slim/index.ts';

/** The manifests as functions have them. The template is made from those with all words. */
async function slimManifests(): Promise<readonly ContextManifests[]> {
  const { outputFiles } = await build({
    ...bundleOptions,
    entryPoints: [{ in: 'infra/manifests.ts', out: 'manifests' }],
    sourcemap: false,
    write: false,
    plugins: slimPlugins(),
  });
  const file = resolve(import.meta.dirname, '../.artifacts/slim-manifests.mjs');
  mkdirSync(resolve(file, '..'), { recursive: true });
  writeFileSync(file, outputFiles[0]!.text);
  return ((await import(pathToFileURL(file).href)) as { manifests: readonly ContextManifests[] }).manifests;
}

const WORDS: ReadonlySet<string> = new Set(['summary', 'description', 'requirements']);
const isShape = (value: unknown): boolean => typeof value === 'object' && value !== null && '_zod' in value;
/** All that a route says, as text: but for its words, and of its shapes that they are there. */
const saidBy = (route: object): string =>
  JSON.stringify(route, (member, value: unknown) => (WORDS.has(member) ? undefined : isShape(value) ? 'shape' : value));

/** What routes, consumers and jobs of a context do; what their words say is cut, and shapes are the schemas' business. */
const deedsOf = ({ context, routes, consumers, jobs }: ContextManifests) => ({
  context,
  routes: Object.entries(routes.routes).map(([name, route]) => [name, saidBy(route)]),
  consumers: Object.entries(consumers.consumers).map(([name, { on }]) => [
    name,
    ...on.map(({ source, type, version }) => `${source} ${type} ${version}`).sort(),
  ]),
  jobs: Object.keys(jobs.jobs),
});

test('OPS-1: functions serve, hear and run what the template says, though words were left out of them', async () => {
  const slim = (await slimManifests()).map(deedsOf);
  expect(slim.flatMap(({ consumers }) => consumers).length).toBeGreaterThan(5);
  expect(slim).toEqual(manifests.map(deedsOf));
});
