import * as z from 'zod';
import { attributes, Country, selfLink } from '../../../shared/contracts/wire.ts';
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
