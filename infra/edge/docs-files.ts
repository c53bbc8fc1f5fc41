import { areas } from '../areas.ts';

/** Pages besides those of operations. */
const otherPages = ['search', 'errors', 'limits'] as const;

/** Every address of the reference and the file that it shows. */
export const docsFiles: Readonly<Record<string, string>> = Object.fromEntries([
  ['/docs', 'docs.html'],
  ...[...areas.map(({ slug }) => slug), ...otherPages].map((slug) => [`/docs/${slug}`, `docs-${slug}.html`]),
]);
