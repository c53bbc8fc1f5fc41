import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { projectRoot } from './bundles.ts';
import { countryTableText } from './country-table.ts';

/** `npm run countries`: writes what kept data says of each country, which is checked in and reviewed as a difference. */
const file = resolve(projectRoot, 'functions/tenancy/tenants/domain/country-table.json');
const text = countryTableText();
await writeFile(file, text);
process.stdout.write(`${file}: ${(text.length / 1000).toFixed(0)} kB\n`);
