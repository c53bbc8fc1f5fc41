import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Plugin } from 'esbuild';
import { projectRoot } from './bundles.ts';

/**
 * What bundlers cannot see is never used. A function starts faster the less it has to read; each part left out here
 * says why it is never reached.
 */

/**
 * Where the AWS SDK looks for credentials on other machines than a function's: profiles, single sign-on, containers,
 * the metadata service. A function's credentials are in its environment, which is asked first.
 */
const elsewhere =
  /^@aws-sdk\/(credential-provider-(ini|sso|process|web-identity|login|http)|nested-clients.*|token-providers)$|^@smithy\/credential-provider-imds$/;

const credentials: Plugin = {
  name: 'credentials-of-other-machines',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: elsewhere }, ({ path }) => ({ path, namespace: 'left-out' }));
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {}', loader: 'js' }));
  },
};

/** Streams of events inside one answer: no operation that is called here has any. */
const eventStreams: Plugin = {
  name: 'event-streams',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ path }) => ({ path, namespace: 'event-streams' }));
    onLoad({ filter: /.*/, namespace: 'event-streams' }, () => ({
      contents:
        'export const resolveEventStreamSerdeConfig = (c) => c; export const eventStreamSerdeProvider = () => ({});',
      loader: 'js',
    }));
  },
};

/** Schemas become JSON Schema only in the OpenAPI document, which is made here and not in a function. */
const jsonSchema: Plugin = {
  name: 'json-schema-of-zod',
  setup({ onLoad }) {
    onLoad({ filter: /zod\/v4\/core\/(to-json-schema|json-schema-processors)\.js$/ }, async ({ path }) => {
      const code = await readFile(path, 'utf8');
      const names = [...code.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name!);
      const exports = names.map((name) => `export const ${name} = absent;`);
      if (/export \{ processSchema as process \}/.test(code)) exports.push('export { absent as process };');
      return { contents: `const absent = () => absent;\n${exports.join('\n')}`, loader: 'js' };
    });
  },
};

/** Every capitalised word of the sources that run in functions: an error that is told apart is among them. */
async function wordsInSources(): Promise<ReadonlySet<string>> {
  const files = globSync(['functions/**/*.ts', 'shared/**/*.ts', 'infra/edge/*.ts'], { cwd: projectRoot });
  const texts = await Promise.all(files.map((file) => readFile(resolve(projectRoot, file), 'utf8')));
  return new Set(texts.flatMap((text) => text.match(/\b[A-Z]\w+\b/g) ?? []));
}

/**
 * Shapes of a service's operations that no code of ours calls. A bundler keeps them, because it cannot know that a
 * computed member name is harmless, and because every class of error is registered; marked as pure, they go. Of an
 * error that no code of ours names the client makes one of its general class, with the same name and members.
 */
const shapes: Plugin = {
  name: 'shapes-that-nobody-uses',
  setup({ onStart, onLoad }) {
    let words: ReadonlySet<string> = new Set();
    onStart(async () => {
      words = await wordsInSources();
    });
    onLoad({ filter: /@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_0\.js$/ }, async ({ path }) => {
      const code = await readFile(path, 'utf8');
      const contents = code
        .replace(/^n\d+_registry\.registerError\(\w+\$, (\w+)\);$/gm, (line, name: string) =>
          words.has(name) ? line : '',
        )
        .replace(/^((?:export )?var \w+\$? = )(\[[\s\S]*?\]);$/gm, '$1/* @__PURE__ */ (() => $2)();');
      return { contents, loader: 'js', resolveDir: dirname(path) };
    });
  },
};

/** Of the descriptions of packages, the client names its version and nothing else. */
const descriptions: Plugin = {
  name: 'descriptions-of-packages',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk\/[\w-]+\/package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/** Endpoints that DynamoDB may be asked for and is not: discovery is off unless it is switched on. */
const endpointCache: Plugin = {
  name: 'endpoint-discovery',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk\/endpoint-cache\/dist-es\/EndpointCache\.js$/ }, () => ({
      contents: 'export class EndpointCache {}',
      loader: 'js',
    }));
  },
};

const text = String.raw`'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"`;
/** A member on lines of its own that is a text, texts put together, or a list of texts. */
const told = new RegExp(
  String.raw`^ +(?:summary|description|requirements|meaning):\s*(?:(?:${text})(?:\s*\+\s*(?:${text}))*|\[[^\]]*\]),\n`,
  'gm',
);

/** `.describe('…')` of a schema: each makes another schema, when the function starts. */
const described = new RegExp(String.raw`\.describe\(\s*(?:${text})(?:\s*\+\s*(?:${text}))*,?\s*\)`, 'g');

/** What manifests and events tell readers of the reference: functions never look at it. The operator is told what jobs do. */
const words: Plugin = {
  name: 'words-for-readers',
  setup({ onLoad }) {
    const without = (filter: RegExp, words: RegExp) =>
      onLoad({ filter }, async ({ path }) => {
        const code = await readFile(path, 'utf8');
        return { contents: code.replace(words, ''), loader: 'ts', resolveDir: dirname(path) };
      });
    without(/\/(?:functions\/[^/]+\/(?:[^/]+\/)?(?:routes|consumers)|events\/[\w-]+)\.ts$/, told);
    without(/\/(?:functions\/[^/]+\/[^/]+\/(?:schemas|parts)|shared\/contracts\/[\w-]+)\.ts$/, described);
  },
};

export const slimPlugins: readonly Plugin[] = [
  credentials,
  eventStreams,
  endpointCache,
  jsonSchema,
  shapes,
  descriptions,
  words,
];
