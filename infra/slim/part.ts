import { readFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import type { Loader, Plugin, PluginBuild } from 'esbuild';

/** Told of everything that is left out: a file, or what a package calls a part of itself. */
export type Tell = (what: string) => void;

/**
 * Something that bundlers cannot see is never used. A function starts faster the less it has to read. A part says why what
 * it leaves out is never reached, and a test holds it to what it leaves out: whatever moved away is missed.
 */
export interface Part {
  readonly name: string;
  plugin(tell: Tell): Plugin;
}

/** In place of modules whose specifiers fit `filter` stands `contents`. */
export const standIn = (name: string, filter: RegExp, contents: string): Part => ({
  name,
  plugin: (tell) => ({
    name,
    setup({ onResolve, onLoad }) {
      onResolve({ filter }, ({ path }) => {
        tell(path);
        return { path, namespace: name };
      });
      onLoad({ filter: /.*/, namespace: name }, () => ({ contents, loader: 'js' }));
    },
  }),
});

/** Files whose paths fit `filter` are read as `cut` leaves them. */
export function reading({ onLoad }: PluginBuild, filter: RegExp, tell: Tell, cut: (code: string) => string): void {
  onLoad({ filter }, async ({ path }) => {
    const code = await readFile(path, 'utf8');
    const contents = cut(code);
    if (contents !== code) tell(path);
    return { contents, loader: extname(path).slice(1) as Loader, resolveDir: dirname(path) };
  });
}
