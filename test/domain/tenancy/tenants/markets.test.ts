import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Address } from '../../../../functions/tenancy/tenants/domain/contact.ts';
import { addressFault, countryRules } from '../../../../functions/tenancy/tenants/domain/country-rules.ts';
import { isCulture } from '../../../../functions/tenancy/tenants/domain/culture.ts';
import { isQuick } from '../../../../functions/tenancy/tenants/domain/pattern.ts';
import { knownCountries } from '../../../../functions/tenancy/tenants/domain/regions.ts';
import { CountryRulesBody } from '../../../../functions/tenancy/tenants/schemas.ts';

describe('PRG-3: markets', () => {
  test.each`
    postalCode       | isValid  | because
    ${'SW1A 1AA'}    | ${true}  | ${'a district and a delivery point'}
    ${'BF1 2AY'}     | ${true}  | ${'the forces write one too'}
    ${'BFPO 61'}     | ${true}  | ${"the number of a forces' post office"}
    ${'BFPO c/o 61'} | ${true}  | ${'the same, in care of'}
    ${'GIR 0AA'}     | ${true}  | ${'a code of no district'}
    ${'GIR 0AB'}     | ${false} | ${'there is one of that kind'}
    ${'BFPO'}        | ${false} | ${'the number is missing'}
  `('PRG-3: in Britain $postalCode is valid: $isValid, $because', ({ postalCode, isValid }) => {
    expect(new RegExp(countryRules('GB')!.postalCodeRegex).test(postalCode)).toBe(isValid);
  });

  test('PRG-3: every country of the program has rules whose patterns compile and whose samples fit', () => {
    for (const country of knownCountries) {
      const rules = countryRules(country)!;
      expect(() => new RegExp(rules.postalCodeRegex), country).not.toThrow();
      if (rules.customerOrganizationRegistrationNumberRegex)
        expect(rules.customerOrganizationRegistrationNumberSample).toMatch(
          new RegExp(rules.customerOrganizationRegistrationNumberRegex),
        );
      if (rules.taxIdFormat) expect(rules.taxIdSample).toMatch(new RegExp(rules.taxIdFormat));
      if (rules.vatIdRegex) expect(() => new RegExp(rules.vatIdRegex!), country).not.toThrow();
      expect(rules.supportedCulturesList).toContain(rules.defaultCulture);
      expect(rules.supportedCulturesList.filter((culture) => !isCulture(culture))).toEqual([]);
    }
  });

  test.each`
    country | state    | city     | languages             | calling   | taxId                 | vatId                | because
    ${'US'} | ${true}  | ${true}  | ${['en', 'es']}       | ${['1']}  | ${'94-1687665'}       | ${undefined}         | ${'a company there writes so'}
    ${'CA'} | ${true}  | ${true}  | ${['en', 'fr']}       | ${['1']}  | ${'12345 6782'}       | ${undefined}         | ${'both languages are official'}
    ${'CH'} | ${false} | ${true}  | ${['de', 'fr', 'it']} | ${['41']} | ${'CHE-107.787.577'}  | ${'CHE107787577IVA'} | ${'three languages share it'}
    ${'JP'} | ${true}  | ${false} | ${['ja']}             | ${['81']} | ${'5-8356-7825-6246'} | ${undefined}         | ${'a prefecture, and lines below it'}
    ${'BS'} | ${false} | ${true}  | ${['en']}             | ${['1']}  | ${undefined}          | ${undefined}         | ${'it shares a calling code'}
    ${'GB'} | ${false} | ${true}  | ${['en']}             | ${['44']} | ${'980 7806 84'}      | ${'GB980780684'}     | ${'a post town and a postcode'}
    ${'AT'} | ${false} | ${true}  | ${['de']}             | ${['43']} | ${'12345678X'}        | ${'ATU13585627'}     | ${'the VAT id has a letter of its own'}
  `(
    'PRG-3: $country is described by kept data: $because',
    ({ country, state, city, languages, calling, taxId, vatId }) => {
      const rules = countryRules(country)!;
      expect([rules.isStateRequired, rules.isCityRequired]).toEqual([state, city]);
      expect(rules.supportedLanguagesList).toEqual(languages);
      expect(rules.countryCallingCodesList).toEqual(calling);
      expect([rules.isTaxIdSupported, rules.isVatIdSupported]).toEqual([taxId !== undefined, vatId !== undefined]);
      if (taxId) expect(taxId).toMatch(new RegExp(rules.taxIdFormat!));
      if (vatId) expect(vatId).toMatch(new RegExp(rules.vatIdRegex!));
    },
  );

  test('PRG-3: eleven markets ask for a registration number and a phone', () => {
    const asking = knownCountries.filter(
      (country) => countryRules(country)!.customerOrganizationRegistrationNumberRequired,
    );
    expect(asking.sort()).toEqual(['AM', 'AZ', 'BY', 'HU', 'KG', 'KZ', 'MD', 'RU', 'TJ', 'UA', 'UZ']);
  });

  const seattle = { country: 'US', addressLine1: '1 Way', city: 'Seattle', state: 'WA', postalCode: '98101' };
  test.each([
    [{}, undefined],
    [{ postalCode: '98101-1234' }, undefined],
    [{ state: 'wa' }, undefined],
    [{ addressLine1: ' ' }, 'addressLine1'],
    [{ city: '' }, 'city'],
    [{ state: '' }, 'state'],
    [{ state: 'ZZ' }, 'state'],
    [{ postalCode: '' }, 'postalCode'],
    [{ postalCode: '9810' }, 'postalCode'],
    [{ phoneNumber: 'call me' }, 'phoneNumber'],
  ])('PRG-3: in the United States %j fails at %s', (over, field) => {
    expect(addressFault({ ...seattle, ...over }, countryRules('US')!)?.field).toBe(field);
  });

  /** Nothing but the state can be wrong with it. */
  const anywhere = (country: string, state: string): Address => ({
    country,
    addressLine1: '1 Way',
    city: 'Central',
    state,
  });
  const stateFault = (country: string, state: string): string | undefined =>
    addressFault(anywhere(country, state), { ...countryRules(country)!, isPostalCodeRequired: false })?.field;
  const listing = knownCountries.filter((country) => countryRules(country)!.supportedStatesList.length > 0);

  test('PRG-3: four markets list their states, in two letters as an address holds them, and take what they list', () => {
    expect(listing.toSorted()).toEqual(['CA', 'CN', 'MX', 'US']);
    const states = listing.flatMap((country) =>
      countryRules(country)!.supportedStatesList.map((state) => ({ country, state })),
    );
    expect(states.filter(({ state }) => !/^[A-Z]{2}$/.test(state))).toEqual([]);
    const spelt = states.flatMap(({ country, state }) => [state, state.toLowerCase()].map((as) => ({ country, as })));
    expect(spelt.filter(({ country, as }) => stateFault(country, as) !== undefined)).toEqual([]);
  });

  test.each([
    ['MX', 32],
    ['US', 51],
    ['CA', 13],
    ['CN', 31],
  ] as const)('PRG-3: %s has %i states, no two of one code', (country, count) => {
    expect(new Set(countryRules(country)!.supportedStatesList).size).toBe(count);
  });

  test('PRG-3: elsewhere a state is plain text, and needed where the rules say so', () => {
    const unlisted = knownCountries.filter((country) => !listing.includes(country));
    expect(unlisted.filter((country) => stateFault(country, 'Any Province 1') !== undefined)).toEqual([]);
    const refusing = unlisted.filter((country) => stateFault(country, '') === 'state');
    expect(refusing).toEqual(unlisted.filter((country) => countryRules(country)!.isStateRequired));
    expect(refusing).toEqual(expect.arrayContaining(['ES', 'IT', 'KR', 'RU', 'HK', 'AE']));
  });

  test('PRG-3: a state that a market does not list is refused with those it lists', () => {
    expect(addressFault(anywhere('MX', 'JAL'), countryRules('MX')!)?.reason).toMatch(
      /^state: JAL is none of AG, BC, .*, ZA\.$/,
    );
  });
});

describe('PRG-3: patterns that the operator gives', () => {
  test('PRG-3: the rules of every country are taken as they are read', () => {
    for (const country of knownCountries) {
      const { error } = CountryRulesBody.safeParse(countryRules(country));
      expect([country, error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)]).toEqual([
        country,
        undefined,
      ]);
    }
  });

  test.each`
    pattern                        | isTaken  | because
    ${'^\\d{5}(-\\d{4})?$'}        | ${true}  | ${'each part has one length or two'}
    ${'^[A-Z]+-[0-9]+ [0-9]*$'}    | ${true}  | ${'three parts have any length'}
    ${'^(?:\\(\\d+\\)|[+*]\\d+)$'} | ${true}  | ${'signs of repetition that stand for themselves repeat nothing'}
    ${'^(?:[A-Z]{2})+$'}           | ${true}  | ${'each round of the repetition has one way'}
    ${'(a+)+$'}                    | ${false} | ${'a repetition repeats'}
    ${'((a+))+$'}                  | ${false} | ${'it does inside a group too'}
    ${'(a+b?)+$'}                  | ${false} | ${'and with something after it'}
    ${'(?:a|a)*$'}                 | ${false} | ${'alternatives repeat'}
    ${'(?=(a|b)+$)'}               | ${false} | ${'they do ahead of the place too'}
    ${'(?:a?){50}$'}               | ${false} | ${'something that may be missing repeats'}
    ${'a*a*a*a*$'}                 | ${false} | ${'four parts share the text in any way'}
    ${'(?:a?){1000000000}'}        | ${false} | ${'the repetitions alone take for ever'}
    ${'['}                         | ${false} | ${'it is none'}
  `('PRG-3: $pattern is taken: $isTaken, because $because', ({ pattern, isTaken }) => {
    for (const name of [
      'postalCodeRegex',
      'phoneNumberRegex',
      'vatIdRegex',
      'customerOrganizationRegistrationNumberRegex',
    ])
      expect([name, CountryRulesBody.safeParse({ [name]: pattern }).success]).toEqual([name, isTaken]);
  });

  test('PRG-3: what is taken is decided in a moment, whatever the text', () => {
    const parts = ['a', 'a?', 'a*', 'a+', 'a{1,9}', '(?:a|a)', '(?:a|aa)', '(?:a?a)', '[ab]*'];
    const pattern = fc
      .array(fc.tuple(fc.constantFrom(...parts), fc.constantFrom('', '?', '*', '{2}', '{1,4}', '{17}')), {
        maxLength: 8,
      })
      .map(
        (of) =>
          `^${of.map(([part, times]) => (times && /[?*+}]$/.test(part) ? `(?:${part})${times}` : part + times)).join('')}$`,
      );
    const slowest = (text: string): number => {
      const began = performance.now();
      new RegExp(text).test(`${'a'.repeat(49)}!`);
      return performance.now() - began;
    };
    fc.assert(
      fc.property(pattern.filter(isQuick), (text) => slowest(text) < 3000),
      { numRuns: 300 },
    );
  });
});
