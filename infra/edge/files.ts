import { apiDocument } from '../document.ts';
import { apis } from '../manifests.ts';
import { docsPages, indexPage } from './docs.ts';
import { withMarks } from './limits.ts';
import { waysOf } from './ways.ts';

/** Files that the edge function reads: made when it is bundled, so that it carries no context's schemas. */
export function edgeFiles(): Readonly<Record<string, string>> {
  const document = withMarks(apiDocument());
  return {
    'ways.json': JSON.stringify(waysOf(apis)),
    'openapi.json': JSON.stringify(document),
    ...docsPages(document),
    'index.html': indexPage(document),
  };
}
