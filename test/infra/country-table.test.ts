import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { addressFormatsText } from '../../infra/address-formats.ts';
import { countryTableText } from '../../infra/country-table.ts';

const checkedIn = new URL('../../functions/tenancy/tenants/domain/country-table.json', import.meta.url);

test('PRG-3: what is checked in of countries is what kept data says', { timeout: 120_000 }, () => {
  const isSame = countryTableText() === readFileSync(checkedIn, 'utf8');
  expect(isSame, 'write it with `npm run countries`').toBe(true);
});

test('BIL-2: what is checked in of the order of addresses is what kept data says', () => {
  const known = new URL('../../shared/typesetting/address-formats.json', import.meta.url);
  expect(readFileSync(known, 'utf8'), 'write it with `npm run countries`').toBe(addressFormatsText());
});
