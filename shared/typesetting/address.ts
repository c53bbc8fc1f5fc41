import formats from './address-formats.json' with { type: 'json' };

/** An address as profiles have it. */
export interface WrittenAddress {
  readonly country: string;
  readonly region?: string | undefined;
  readonly city?: string | undefined;
  readonly state?: string | undefined;
  readonly addressLine1?: string | undefined;
  readonly addressLine2?: string | undefined;
  readonly postalCode?: string | undefined;
}

const byCountry = (of: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(of).flatMap(([format, countries]) => countries.split(' ').map((country) => [country, format])),
  );

const latin = byCountry(formats.latin);
/** Orders for those who write in the letters of the country. */
const own = byCountry(formats.own);
/** Of a country that kept data does not know. */
const USUAL = '%A%n%C';

const OWN_LETTERS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Arabic}\p{Script=Cyrillic}]/u;

/**
 * Lines of an address in the order of its country, as letters have them, without names and country. Nothing that is given
 * is left out: what the country's order has no place for stands with the city.
 */
export function addressLines(address: WrittenAddress): readonly string[] {
  const { country, addressLine1 = '', addressLine2 = '', postalCode = '', city = '', region = '' } = address;
  const state = address.state || (region === country ? '' : region);
  const isOwn = OWN_LETTERS.test(addressLine1 + city);
  const format = (isOwn && own.get(country)) || latin.get(country) || USUAL;
  const values: Readonly<Record<string, string>> = { C: city, S: state, Z: postalCode };
  const missing = ['Z', 'C', 'S'].filter((field) => !format.includes(`%${field}`) && values[field]);
  const lines = format
    .split('%n')
    .flatMap((line) => (line === '%A' ? [addressLine1, addressLine2] : [lineOf(line, values)]));
  if (missing.length > 0)
    lines.splice(placeOf(lines, city), 1, ...withMissing(lines[placeOf(lines, city)], missing, values));
  return lines.map((line) => line.trim()).filter(Boolean);
}

/** Fields with what stands between them, where both are there. */
function lineOf(line: string, values: Readonly<Record<string, string>>): string {
  let written = '';
  let between = '';
  for (const [, field, text] of line.matchAll(/%([CSZ])|([^%]+)/g)) {
    if (text !== undefined) between = written === '' && text !== '〒' ? '' : between + text;
    else if (values[field!]) {
      written += between + values[field!];
      between = '';
    } else between = '';
  }
  return written;
}

/** The line of the city; the last one where there is none. */
const placeOf = (lines: readonly string[], city: string): number => {
  const found = city === '' ? -1 : lines.findIndex((line) => line.includes(city));
  return found < 0 ? lines.length - 1 : found;
};

const withMissing = (
  line: string | undefined,
  missing: readonly string[],
  values: Readonly<Record<string, string>>,
): string[] => [[line, ...missing.map((field) => values[field])].filter(Boolean).join(', ')];
