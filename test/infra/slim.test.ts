import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleOptions, entryPoints } from '../../infra/bundle.ts';
import { bundles, hasEntry, projectRoot } from '../../infra/bundles.ts';
import { slimParts, slimPlugins } from '../../infra/slim/index.ts';

/** What each part left out of all functions, and what the functions are then. */
const cut = new Map<string, Set<string>>();
let outputs: ReadonlyMap<string, string>;
/** The functions with all of it in them. */
let whole: string;
const built = async (plugins: Plugin[]): Promise<ReadonlyMap<string, string>> => {
  const { outputFiles } = await build({
    ...bundleOptions,
    entryPoints: entryPoints(bundles.filter(hasEntry)),
    sourcemap: false,
    write: false,
    plugins,
  });
  return new Map(outputFiles.map(({ path, text }) => [path.split('/').at(-2)!, text]));
};
beforeAll(async () => {
  const plugins = slimPlugins((name) => {
    const told = new Set<string>();
    cut.set(name, told);
    return (what) => void told.add(what.replace(/^.*\/node_modules\//, '').replace(`${projectRoot}/`, ''));
  });
  outputs = await built(plugins);
  whole = [...(await built([])).values()].join('\n');
});

const sources = (...patterns: readonly string[]) =>
  globSync(patterns, { cwd: projectRoot }).map((file) => readFileSync(join(projectRoot, file), 'utf8'));
/** A member of a manifest or an event that tells something, and the text of a member of a shape. */
const SUMMARY = /^ +(?:summary|meaning): '([^'\\]{20,})',$/gm;
const DESCRIBED = /\.describe\('([^'\\]{20,})'\)/g;
const all = sources('functions/**/*.ts', 'shared/**/*.ts', 'events/**/*.ts').join('\n');
/** Those that nothing else says. */
const textsIn = (files: readonly string[], pattern: RegExp): string[] =>
  files
    .flatMap((file) => [...file.matchAll(pattern)].map(([, text]) => text!))
    .filter((text) => all.split(text).length === 2);

/**
 * What each part finds to leave out. A package that calls it otherwise, or a file of ours that moved, is missed here, and not
 * by a function that starts more slowly. A part that finds nothing any more goes.
 */
const expected: Readonly<Record<string, readonly string[]>> = {
  'credentials-of-other-machines': [
    ...['http', 'ini', 'process', 'sso', 'web-identity'].map((where) => `@aws-sdk/credential-provider-${where}`),
    '@smithy/credential-provider-imds',
  ],
  'event-streams': ['@smithy/core/event-streams'],
  'json-schema-of-zod': ['zod/v4/core/json-schema-processors.js', 'zod/v4/core/to-json-schema.js'],
  'words-for-readers': [
    ...globSync(['functions/**/{routes,consumers}.ts', 'events/**/*.ts'], { cwd: projectRoot }).filter((file) =>
      /^ +(summary|meaning): '/m.test(readFileSync(join(projectRoot, file), 'utf8')),
    ),
    ...globSync(['functions/**/{schemas,parts}.ts', 'shared/contracts/**/*.ts'], { cwd: projectRoot }).filter((file) =>
      /\.describe\(\s*'/.test(readFileSync(join(projectRoot, file), 'utf8')),
    ),
  ],
  'members-of-process': ['node:process'],
};

/** Texts that are in the code of the functions as long as nothing leaves them out. */
const traces: Readonly<Record<string, readonly string[]>> = {
  'credentials-of-other-machines': ['credential_process'],
  'event-streams': [':event-type'],
  'json-schema-of-zod': ['Pattern not found in template literal'],
  'words-for-readers': [
    ...textsIn(sources('functions/**/{routes,consumers}.ts', 'events/**/*.ts'), SUMMARY),
    ...textsIn(sources('functions/**/{schemas,parts}.ts', 'shared/contracts/**/*.ts'), DESCRIBED),
  ],
  'members-of-process': ['from"node:process"'],
};

describe('OPS-1: what functions never reach is left out', () => {
  it.each(slimParts)('$name finds what it leaves out', ({ name }) => {
    expect([...cut.get(name)!].sort()).toEqual([...expected[name]!].sort());
  });

  it.each(slimParts)('$name leaves nothing of it in a function', ({ name }) => {
    const left = traces[name]!.flatMap((trace) =>
      [...outputs].filter(([, code]) => code.includes(trace)).map(([bundle]) => `${bundle}: ${trace}`),
    );
    expect(left).toEqual([]);
  });

  it.each(slimParts)('without $name all of it would be there', ({ name }) => {
    const present = traces[name]!.filter((trace) => whole.includes(trace));
    expect(present.length).toBeGreaterThan(traces[name]!.length / 2);
  });
});
