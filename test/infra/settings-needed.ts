import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFolder, bundles } from '../../infra/bundles.ts';
import { importsIn, readSource, resolveImport, withoutComments } from '../architecture/imports.ts';

/** Where settings are read: entries of functions and the edges of shared/. */
const readsSettings = /^(functions\/[^/]+\/lambda\/|shared\/|infra\/edge\/)/;

/** Names of settings as they are spelt in code: in capitals, with an underscore or alone. */
const setting = /(?:\benv\.|['"])((?:[A-Z][A-Z0-9]*_)+[A-Z0-9]+|ISSUER|SELLER)\b/g;

/** What looks like one and is none. */
const others = /^(UTF_|SHA_|WHEN_|ALLOW_|EU_EFTA$)/;

/** Files that a function's entry brings with it, types left out: what is only a type reads nothing. */
function reached(entry: string): ReadonlySet<string> {
  const files = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const { specifier, typeOnly } of importsIn(readSource(file)))
      if (specifier.startsWith('.') && !typeOnly && specifier.endsWith('.ts')) visit(resolveImport(file, specifier));
  };
  visit(entry);
  return files;
}

/** Settings that a bundle reads: those that its sources name and that are still there after bundling. */
export function settingsNeeded(name: string): readonly string[] {
  const bundle = bundles.find((known) => known.name === name);
  if (!bundle) throw new TypeError(`no bundle is called ${name}`);
  const names = [...reached(bundle.entry)]
    .filter((file) => readsSettings.test(file))
    .flatMap((file) => [...withoutComments(readSource(file)).matchAll(setting)].map(([, found]) => found!));
  const code = readdirSync(bundleFolder(name))
    .filter((file) => file.endsWith('.mjs'))
    .map((file) => readFileSync(join(bundleFolder(name), file), 'utf8'))
    .join('\n');
  const isThere = (found: string): boolean => new RegExp(`["'\`.]${found}\\b`).test(code);
  return [...new Set(names)].filter((found) => !others.test(found) && isThere(found)).sort();
}
