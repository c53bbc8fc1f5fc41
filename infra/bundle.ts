import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { WAYS_FILE } from '../shared/http/ways.ts';
import { type FontFamily, fontFamilies, fontFile, WEIGHTS } from '../shared/typesetting/font-packages.ts';
import { type Bundle, bundleFolder, bundles, hasEntry, projectRoot } from './bundles.ts';
import { edgeFiles } from './edge/files.ts';
import { isSliced, waysIntoSlices } from './slices.ts';
import { slimPlugins } from './slim/index.ts';

/** Node's own names that some CommonJS dependencies reach for; ES modules have none of them. */
const banner = [
  "import{createRequire as __createRequire}from'node:module';",
  'const require=__createRequire(import.meta.url);',
  'const __filename=import.meta.filename,__dirname=import.meta.dirname;',
].join('');

/** The part that opens the fonts of statements: the bundle that has it gets them too, and no other. */
const FONTS_READ_BY = 'shared/typesetting/fonts.ts';

export interface BundleSize {
  readonly name: string;
  readonly bytes: number;
}

/** How every function is bundled. */
export const bundleOptions = {
  absWorkingDir: projectRoot,
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  conditions: ['module'],
  treeShaking: true,
  minify: true,
  keepNames: false,
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  banner: { js: banner },
} as const satisfies BuildOptions;

export const entryPoints = (functions: readonly Bundle[]) =>
  functions.map(({ name, entry }) => ({ in: entry, out: `${name}/index` }));

/**
 * Bundles every function, dependencies and AWS SDK included, into `dist/<name>/index.mjs`: in one pass, those apart that load
 * their slices one by one. What runs here is what deploys. Source maps lie beside the code for local traces; the stacks leave
 * them out of what is uploaded.
 */
export async function bundle(): Promise<readonly BundleSize[]> {
  const present = bundles.filter(hasEntry);
  await rm(resolve(projectRoot, 'dist'), { recursive: true, force: true });
  const whole = present.filter(({ name }) => !isSliced(name));
  const [{ metafile }, ...sliced] = await Promise.all([
    build({ ...bundleOptions, entryPoints: entryPoints(whole), plugins: slimPlugins() }),
    ...present.filter(({ name }) => isSliced(name)).map((bundle) => buildSliced(bundle)),
  ]);
  const outputs = Object.assign({}, metafile.outputs, ...sliced.map((built) => built.metafile.outputs)) as Outputs;
  await Promise.all(present.map(({ name }) => addFiles(name, outputsOf(name, outputs))));
  return present.map(({ name }) => ({
    name,
    bytes: outputsOf(name, outputs).reduce((sum, { bytes }) => sum + bytes, 0),
  }));
}

type Outputs = Metafile['outputs'];

const outputsOf = (name: string, outputs: Outputs): Outputs[string][] =>
  Object.entries(outputs).flatMap(([file, output]) =>
    file.startsWith(`dist/${name}/`) && file.endsWith('.mjs') ? [output] : [],
  );

/** An API function whose slices are files of their own beside it: what its first caller does not ask for is not read. */
export const buildSliced = ({ name, entry }: Bundle, options: { readonly write?: false } = {}) =>
  build({
    ...bundleOptions,
    ...options,
    outdir: `dist/${name}`,
    entryPoints: [{ in: entry, out: 'index' }],
    chunkNames: '[name]-[hash]',
    splitting: true,
    plugins: slimPlugins(),
  });

/** Files that a bundle reads at run time. */
async function addFiles(name: string, outputs: readonly Outputs[string][]): Promise<void> {
  const folder = bundleFolder(name);
  const inputs = outputs.flatMap((output) => Object.keys(output.inputs));
  if (inputs.includes(FONTS_READ_BY)) await Promise.all(fontFamilies.map((family) => addFont(folder, family)));
  if (isSliced(name)) await writeFile(join(folder, WAYS_FILE), JSON.stringify(await waysIntoSlices(name)));
  if (name !== 'edge') return;
  await mkdir(folder, { recursive: true });
  for (const [file, content] of Object.entries(edgeFiles())) await writeFile(join(folder, file), content);
}

/** Of the package what is opened: its list of pieces, them in the weights that are used, and the licence. */
async function addFont(folder: string, family: FontFamily): Promise<void> {
  const from = resolve(projectRoot, 'node_modules', family.package);
  const to = join(folder, 'node_modules', family.package);
  const pieces = JSON.parse(await readFile(join(from, 'unicode.json'), 'utf8')) as Record<string, string>;
  const files = Object.keys(pieces).flatMap((piece) => WEIGHTS.map((weight) => fontFile(family, piece, weight)));
  await mkdir(join(to, 'files'), { recursive: true });
  for (const file of new Set(['package.json', 'unicode.json', 'LICENSE', ...files]))
    await copyFile(join(from, file), join(to, file));
}

if (import.meta.main) {
  const startedAt = performance.now();
  const sizes = await bundle();
  for (const { name, bytes } of sizes)
    process.stdout.write(`${name.padEnd(24)}${(bytes / 1024).toFixed(0).padStart(6)} KiB\n`);
  process.stdout.write(`${sizes.length} bundles in ${((performance.now() - startedAt) / 1000).toFixed(2)} s\n`);
}
