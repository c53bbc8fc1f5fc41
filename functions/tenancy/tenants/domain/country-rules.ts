import { given } from '../../../../shared/kernel/given.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Address } from './contact.ts';
import { marketData } from './country-data.ts';

/** What a market asks of addresses and companies (tenancy contract 9.1). */
export interface CountryRules {
  readonly iso2Code: string;
  readonly defaultCulture: string;
  readonly isStateRequired: boolean;
  readonly isCityRequired: boolean;
  readonly isPostalCodeRequired: boolean;
  readonly supportedStatesList: readonly string[];
  readonly supportedLanguagesList: readonly string[];
  readonly supportedCulturesList: readonly string[];
  readonly countryCallingCodesList: readonly string[];
  readonly postalCodeRegex: string;
  readonly phoneNumberRegex: string;
  readonly vatIdRegex?: string;
  readonly isVatIdSupported: boolean;
  readonly isTaxIdSupported: boolean;
  readonly isTaxIdOptional: boolean;
  readonly taxIdFormat?: string;
  readonly taxIdSample?: string;
  readonly customerOrganizationRegistrationNumberRegex?: string;
  readonly customerOrganizationRegistrationNumberSample?: string;
  readonly customerOrganizationRegistrationNumberRequired: boolean;
  readonly customerOrganizationPhoneNumberRequired: boolean;
}

const ANY_POSTAL_CODE = '^[A-Za-z0-9][A-Za-z0-9 -]{0,14}$';
const ANY_PHONE_NUMBER = '^\\+?[0-9(][0-9 ()./-]{3,24}$';

/** What a market asks before the operator says otherwise: from kept data, sensible defaults where nothing more is known. */
export function countryRules(country: string): CountryRules {
  const data = marketData(country);
  const cultures = data.cultures.length > 0 ? data.cultures : [`en-${country}`];
  const needsNumber = data.registrationNumber !== undefined;
  return given({
    iso2Code: country,
    defaultCulture: cultures[0]!,
    isStateRequired: data.needs.state ?? false,
    isCityRequired: data.needs.city ?? false,
    isPostalCodeRequired: data.needs.postalCode ?? false,
    supportedStatesList: data.states ?? [],
    supportedLanguagesList: [...new Set(cultures.map((culture) => culture.slice(0, 2)))],
    supportedCulturesList: cultures,
    countryCallingCodesList: data.callingCodes,
    postalCodeRegex: data.postalCode ?? ANY_POSTAL_CODE,
    phoneNumberRegex: ANY_PHONE_NUMBER,
    vatIdRegex: data.vatId,
    isVatIdSupported: data.vatId !== undefined,
    isTaxIdSupported: data.taxId !== undefined,
    isTaxIdOptional: true,
    taxIdFormat: data.taxId?.format,
    taxIdSample: data.taxId?.sample,
    customerOrganizationRegistrationNumberRegex: data.registrationNumber?.pattern,
    customerOrganizationRegistrationNumberSample: data.registrationNumber?.sample,
    customerOrganizationRegistrationNumberRequired: needsNumber,
    customerOrganizationPhoneNumberRequired: needsNumber,
  });
}

export interface AddressFault {
  readonly field: keyof Address;
  readonly reason: string;
}

/** The first thing wrong with an address in its market; undefined when nothing is. */
export function addressFault(address: Address, rules: CountryRules): AddressFault | undefined {
  const fault = (field: keyof Address, reason: string): AddressFault => ({ field, reason });
  if (!address.addressLine1?.trim()) return fault('addressLine1', 'The first address line is missing.');
  if (rules.isCityRequired && !address.city?.trim()) return fault('city', 'The city is missing.');
  const state = address.state?.trim() ?? '';
  if (rules.isStateRequired && !state) return fault('state', 'This country needs the state.');
  if (state && rules.supportedStatesList.length > 0 && !rules.supportedStatesList.includes(state.toUpperCase()))
    return fault('state', `state: ${state} is none of ${rules.supportedStatesList.join(', ')}.`);
  const postalCode = address.postalCode?.trim() ?? '';
  if (rules.isPostalCodeRequired && !postalCode) return fault('postalCode', 'This country needs the postal code.');
  if (postalCode && !new RegExp(rules.postalCodeRegex, 'i').test(postalCode))
    return fault('postalCode', `The postal code does not match ${rules.postalCodeRegex}.`);
  const phone = address.phoneNumber?.trim() ?? '';
  if (phone && !new RegExp(rules.phoneNumberRegex).test(phone))
    return fault('phoneNumber', 'The phone number is malformed.');
  return undefined;
}

export type MarketRefusal =
  | 'invalid_property'
  | 'registration_number_not_used'
  | 'registration_number_missing'
  | 'registration_number_malformed'
  | 'customer_phone_missing';

/** Refuses a customer whose address or registration number does not fit its market (tenancy contract 2 and 9). */
export function checkMarket(
  customer: { address: Address; registrationNumber?: string },
  rules: CountryRules,
): Result<true, Refusal<MarketRefusal>> {
  const { address, registrationNumber } = customer;
  if (rules.customerOrganizationPhoneNumberRequired && !address.phoneNumber?.trim())
    return refuse('customer_phone_missing', { field: 'defaultAddress.phoneNumber' });
  const pattern = rules.customerOrganizationRegistrationNumberRegex;
  const field = 'organizationRegistrationNumber';
  if (pattern === undefined && registrationNumber) return refuse('registration_number_not_used', { field });
  if (rules.customerOrganizationRegistrationNumberRequired && !registrationNumber)
    return refuse('registration_number_missing', { field });
  if (pattern !== undefined && registrationNumber && !new RegExp(pattern).test(registrationNumber))
    return refuse('registration_number_malformed', { field, description: `The number must match ${pattern}` });
  const fault = addressFault(address, rules);
  if (fault) return refuse('invalid_property', { field: `defaultAddress.${fault.field}`, description: fault.reason });
  return ok(true);
}
