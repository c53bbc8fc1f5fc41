import * as z from 'zod';
import { codeText, written } from '../../../shared/contracts/text.ts';
import { attributes, Country, collectionOf, held, selfLink } from '../../../shared/contracts/wire.ts';
import { isCulture } from './domain/culture.ts';
import { isPattern, isQuick } from './domain/pattern.ts';
import { optionalText } from './parts.ts';

export const AddressBody = z.object({
  country: Country.describe('Country, ISO 3166 alpha-2, such as `US`.'),
  region: optionalText().describe('Region of the country, where its addresses name one.'),
  city: optionalText().describe('City or town.'),
  state: optionalText(64).describe('State or province; two letters in countries that list their states.'),
  district: optionalText().describe('District of the city, where addresses name one.'),
  addressLine1: optionalText(200).describe('Street and number.'),
  addressLine2: optionalText(200).describe('Second line of the street address.'),
  addressLine3: optionalText(200).describe('Third line of the street address.'),
  postalCode: optionalText(20).describe('Postal code, as the country writes it.'),
  firstName: optionalText(50).describe('Given name.'),
  middleName: optionalText(50).describe('Middle name.'),
  lastName: optionalText(50).describe('Family name.'),
  phoneNumber: optionalText(30).describe('Phone number.'),
  emailAddress: optionalText(254).describe('Mail address at this address.'),
});

export const DomainPath = z.object({ domain: z.string().min(1).max(253).describe('A domain name.') });

export const DomainPrefixPath = z.object({
  domainPrefix: z.string().min(1).max(253).describe('Name under a suffix of the program.'),
});

export const IsAvailable = z.boolean();

export const AddressIsValid = z.literal(true);

export const CountryPath = z.object({
  country: z.string().max(10).describe('Country, ISO 3166 alpha-2, such as `US`.'),
});

export const CountryValidationRules = z.object({
  iso2Code: z.string().describe('Country, ISO 3166 alpha-2.'),
  defaultCulture: z.string().describe('Culture that most customers of the country have.'),
  isStateRequired: z.boolean().describe('Whether addresses need a state.'),
  isCityRequired: z.boolean().describe('Whether addresses need a city.'),
  isPostalCodeRequired: z.boolean().describe('Whether addresses need a postal code.'),
  supportedStatesList: z.array(z.string()).describe('States that addresses may name; empty when any will do.'),
  supportedLanguagesList: z.array(z.string()).describe('Languages of the country.'),
  supportedCulturesList: z.array(z.string()).describe('Cultures of the country.'),
  countryCallingCodesList: z.array(z.string()).describe('Codes with which phone numbers of the country begin.'),
  postalCodeRegex: z.string().describe('Regular expression that postal codes match.'),
  phoneNumberRegex: z.string().describe('Regular expression that phone numbers match.'),
  vatIdRegex: z.string().optional().describe('Regular expression that VAT ids match.'),
  isVatIdSupported: z.boolean().describe('Whether the country has VAT ids.'),
  isTaxIdSupported: z.boolean().describe('Whether the country has tax ids.'),
  isTaxIdOptional: z.boolean().describe('Whether a tax id may be left out.'),
  taxIdFormat: z.string().optional().describe('How a tax id is written, in words.'),
  taxIdSample: z.string().optional().describe('A tax id as an example.'),
  customerOrganizationRegistrationNumberRegex: z
    .string()
    .optional()
    .describe('Regular expression that registration numbers of companies match.'),
  customerOrganizationRegistrationNumberSample: z.string().optional().describe('A registration number as an example.'),
  customerOrganizationRegistrationNumberRequired: z
    .boolean()
    .describe('Whether a customer needs a registration number.'),
  customerOrganizationPhoneNumberRequired: z.boolean().describe('Whether a customer needs a phone number.'),
  links: selfLink,
  attributes: attributes('CountryValidationRules'),
});

const Pattern = codeText(1000)
  .refine(isPattern, 'must be a regular expression')
  .refine(
    isQuick,
    'can match in too many ways: give at most three parts of any length, and no repetition or alternatives in a repetition',
  );
const Words = (max: number, each: z.ZodType<string>) => z.array(each).max(max);
const Language = codeText(2).refine((text) => /^[a-z]{2}$/.test(text), 'must be a language of two letters');
const Culture = codeText(5).refine(isCulture, 'must be a known language and country such as en-US');
const State = codeText(3).transform((text) => text.toUpperCase());
const CallingCode = codeText(4).refine((text) => /^\d{1,4}$/.test(text), 'must be digits');

export const CountryRulesBody = z.object({
  defaultCulture: held(Culture).describe('Culture that most customers of the country have.'),
  isStateRequired: held(z.boolean()).describe('Whether addresses need a state.'),
  isCityRequired: held(z.boolean()).describe('Whether addresses need a city.'),
  isPostalCodeRequired: held(z.boolean()).describe('Whether addresses need a postal code.'),
  supportedStatesList: held(Words(200, State)).describe('States that addresses may name; empty when any will do.'),
  supportedLanguagesList: held(Words(50, Language)).describe('Languages of the country.'),
  supportedCulturesList: held(Words(50, Culture)).describe('Cultures of the country.'),
  countryCallingCodesList: held(Words(20, CallingCode)).describe(
    'Codes with which phone numbers of the country begin.',
  ),
  postalCodeRegex: held(Pattern).describe('Regular expression that postal codes match.'),
  phoneNumberRegex: held(Pattern).describe('Regular expression that phone numbers match.'),
  vatIdRegex: Pattern.nullable().optional().describe('Regular expression that VAT ids match; null for none.'),
  isVatIdSupported: held(z.boolean()).describe('Whether the country has VAT ids.'),
  isTaxIdSupported: held(z.boolean()).describe('Whether the country has tax ids.'),
  isTaxIdOptional: held(z.boolean()).describe('Whether a tax id may be left out.'),
  taxIdFormat: written({ max: 300, min: 0 }).nullable().optional().describe('How a tax id is written, in words.'),
  taxIdSample: codeText(50).nullable().optional().describe('A tax id as an example.'),
  customerOrganizationRegistrationNumberRegex: Pattern.nullable()
    .optional()
    .describe('Regular expression that registration numbers of companies match; null where there are none.'),
  customerOrganizationRegistrationNumberSample: codeText(50)
    .nullable()
    .optional()
    .describe('A registration number as an example.'),
  customerOrganizationRegistrationNumberRequired: held(z.boolean()).describe(
    'Whether a customer needs a registration number.',
  ),
  customerOrganizationPhoneNumberRequired: held(z.boolean()).describe('Whether a customer needs a phone number.'),
});

const regionName = 'Name of the region, such as `EU_EFTA`.';
const marketNames = 'Countries where partners and customers of the region may be, ISO 3166 alpha-2.';
const territoryNames = 'Dependent territories that are sold with them.';
const RegionName = codeText(40).refine((text) => /^[A-Z][A-Z_]*$/.test(text), 'must be capitals and underscores');
export const RegionsBody = z.object({
  items: z
    .array(
      z.object({
        name: RegionName.describe(regionName),
        markets: z.array(Country).min(1).max(260).describe(marketNames),
        territories: z.array(Country).max(260).optional().describe(territoryNames),
      }),
    )
    .min(1)
    .max(60)
    .describe('All regions, changed or not.'),
});
export const Region = z.object({
  name: z.string().describe(regionName),
  markets: z.array(z.string()).describe(marketNames),
  territories: z.array(z.string()).describe(territoryNames),
  attributes: attributes('Region'),
});
export const Regions = collectionOf(Region);
