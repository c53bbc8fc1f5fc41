import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { projectRoot } from './bundles.ts';
import { apiDocumentText } from './document.ts';

/** `npm run openapi`: writes the document that is checked in and reviewed as a difference. */
const file = resolve(projectRoot, 'infra/openapi.json');
const text = apiDocumentText();
await writeFile(file, text);
process.stdout.write(`${file}: ${(text.length / 1000).toFixed(0)} kB\n`);
