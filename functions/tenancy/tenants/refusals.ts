import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** Why a company, a domain or an address is refused. */
export const tenantsRefusals = {
  address_invalid: define(400, 2007, 'The address is not valid.'),
  registration_number_not_used: define(400, 600002, 'This market does not use organization registration numbers.'),
  registration_number_missing: define(
    400,
    600049,
    'This market needs the organization registration number of the customer.',
  ),
  registration_number_malformed: define(400, 600050, 'The organization registration number is malformed.'),
  customer_phone_missing: define(400, 600051, 'This market needs the phone number of the customer.'),
} as const satisfies RefusalTable;

export type TenantsRefusal = keyof typeof tenantsRefusals;
