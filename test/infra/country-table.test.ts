import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { countryTableText } from '../../infra/country-table.ts';

const checkedIn = new URL('../../functions/tenancy/tenants/domain/country-table.json', import.meta.url);

test('PRG-3: what is checked in of countries is what kept data says', { timeout: 120_000 }, () => {
  const isSame = countryTableText() === readFileSync(checkedIn, 'utf8');
  expect(isSame, 'write it with `npm run countries`').toBe(true);
});
