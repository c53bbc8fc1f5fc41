import { type Part, reading } from './part.ts';

const text = String.raw`'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"`;
/** A member on lines of its own that is a text, texts put together, or a list of texts. */
const told = new RegExp(
  String.raw`^ +(?:summary|description|requirements|meaning):\s*(?:(?:${text})(?:\s*\+\s*(?:${text}))*|\[[^\]]*\]),\n`,
  'gm',
);

/** `.describe('…')` of a schema: each makes another schema, when the function starts. */
const described = new RegExp(String.raw`\.describe\(\s*(?:${text})(?:\s*\+\s*(?:${text}))*,?\s*\)`, 'g');

/** What manifests and events tell readers of the reference: functions never look at it. The operator is told what jobs do. */
export const words: Part = {
  name: 'words-for-readers',
  plugin: (tell) => ({
    name: 'words-for-readers',
    setup(build) {
      const without = (filter: RegExp, words: RegExp) =>
        reading(build, filter, tell, (code) => code.replace(words, ''));
      without(/\/(?:functions\/[^/]+\/(?:[^/]+\/)?(?:routes|consumers)|events\/[\w-]+)\.ts$/, told);
      without(/\/(?:functions\/[^/]+\/[^/]+\/(?:schemas|parts)|shared\/contracts\/[\w-]+)\.ts$/, described);
    },
  }),
};
