import { expect, test } from 'vitest';
import { addressLines, type WrittenAddress } from '../../../shared/typesetting/address.ts';

const street = { addressLine1: 'Street 1', addressLine2: 'Floor 2', city: 'City', postalCode: '12345' };

test.each<[WrittenAddress, readonly string[], string]>([
  [{ country: 'DE', ...street }, ['Street 1', 'Floor 2', '12345 City'], 'the code leads'],
  [{ country: 'US', ...street, state: 'OR' }, ['Street 1', 'Floor 2', 'City, OR 12345'], 'state and code follow'],
  [{ country: 'US', ...street }, ['Street 1', 'Floor 2', 'City 12345'], 'nothing stands where a state would'],
  [{ country: 'GB', ...street }, ['Street 1', 'Floor 2', 'City', '12345'], 'the code has a line of its own'],
  [{ country: 'CH', ...street }, ['Street 1', 'Floor 2', '12345 City'], 'the code has no prefix'],
  [
    { country: 'JP', addressLine1: '丸の内1-1', city: '千代田区', state: '東京都', postalCode: '100-0001' },
    ['〒100-0001', '東京都千代田区', '丸の内1-1'],
    'in Japanese the largest comes first',
  ],
  [
    { country: 'JP', addressLine1: '1-1 Marunouchi', city: 'Chiyoda-ku', state: 'Tokyo', postalCode: '100-0001' },
    ['1-1 Marunouchi', 'Chiyoda-ku, Tokyo', '100-0001'],
    'in Latin letters the smallest',
  ],
  [
    { country: 'DE', ...street, state: 'HH' },
    ['Street 1', 'Floor 2', '12345 City, HH'],
    'what has no place is not lost',
  ],
  [{ country: 'HU', ...street }, ['City', 'Street 1', 'Floor 2', '12345'], 'the city comes before the street'],
  [{ country: 'SG', ...street }, ['Street 1', 'Floor 2', 'City 12345'], 'the one city of a country is as it was given'],
  [{ country: 'XX', ...street }, ['Street 1', 'Floor 2', 'City, 12345'], 'nothing is known of the country'],
  [{ country: 'US', region: 'US', addressLine1: 'Street 1' }, ['Street 1'], 'a region of the program is no state'],
  [
    { country: 'AR', ...street, region: 'Santa Fe' },
    ['Street 1', 'Floor 2', '12345 City', 'Santa Fe'],
    'a region is a state',
  ],
])('BIL-2: %o is written %o, because %s', (address, lines) => {
  expect(addressLines(address)).toEqual(lines);
});
