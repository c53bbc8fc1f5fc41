import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { addressFormatsText } from './address-formats.ts';
import { projectRoot } from './bundles.ts';
import { countryTableText } from './country-table.ts';

/** `npm run countries`: writes what kept data says of each country, which is checked in and reviewed as a difference. */
const texts = {
  'functions/tenancy/tenants/domain/country-table.json': countryTableText(),
  'shared/typesetting/address-formats.json': addressFormatsText(),
};
for (const [file, text] of Object.entries(texts)) {
  await writeFile(resolve(projectRoot, file), text);
  process.stdout.write(`${file}: ${(text.length / 1000).toFixed(0)} kB\n`);
}
