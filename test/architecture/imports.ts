import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, resolve, sep } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** One import of a file: of another file of ours (a path from the root) or of a package (its name). */
export interface Import {
  readonly target: string;
  readonly typeOnly: boolean;
}
export type Imports = ReadonlyMap<string, readonly Import[]>;

const FOLDERS = ['infra', 'functions', 'shared', 'events', 'test'];
/** Folders of what others wrote, and of what a run wrote. */
const FOREIGN = /(^|\/)(node_modules|\.artifacts)\//;

/** Every TypeScript file of ours, as paths from the root with forward slashes. */
export function sourceFiles(): readonly string[] {
  return FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => `${folder}/${file.split(sep).join('/')}`)
      .filter((file) => file.endsWith('.ts') && !FOREIGN.test(file)),
  );
}

export const readSource = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Code without comments; strings stay. */
export const withoutComments = (code: string): string =>
  code.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' ')).replace(/(^|\s)\/\/.*$/gm, '$1');

const statement = /^[ \t]*(import|export)\b(\s+type\b)?[^;'"`]*?\bfrom\s*['"]([^'"]+)['"]/gm;
const bare = /^[ \t]*import\s*['"]([^'"]+)['"]/gm;
const dynamic = /\bimport\(\s*['"]([^'"]+)['"]/g;

/** Imports as written, before they are resolved. */
export function importsIn(code: string): readonly { readonly specifier: string; readonly typeOnly: boolean }[] {
  const text = withoutComments(code);
  return [
    ...[...text.matchAll(statement)].map(([, , type, specifier]) => ({
      specifier: specifier!,
      typeOnly: type !== undefined,
    })),
    ...[...text.matchAll(bare), ...text.matchAll(dynamic)].map(([, specifier]) => ({
      specifier: specifier!,
      typeOnly: false,
    })),
  ];
}

/** A relative import as a path from the root, any other as the name of its package. */
export function resolveImport(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier);
  if (specifier.startsWith('node:')) return specifier;
  const [scope, name] = specifier.split('/');
  return scope!.startsWith('@') ? `${scope}/${name}` : scope!;
}

export function allImports(): Imports {
  return new Map(
    sourceFiles().map((file) => [
      file,
      importsIn(readSource(file)).map(({ specifier, typeOnly }) => ({
        target: resolveImport(file, specifier),
        typeOnly,
      })),
    ]),
  );
}
