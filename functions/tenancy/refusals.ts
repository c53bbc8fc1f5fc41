import { agreementsRefusals } from './agreements/refusals.ts';
import { consentsRefusals } from './consents/refusals.ts';
import { customersRefusals } from './customers/refusals.ts';
import { entitlementsRefusals } from './entitlements/refusals.ts';
import { invitationsRefusals } from './invitations/refusals.ts';
import { peopleRefusals } from './people/refusals.ts';
import { programRefusals } from './program/refusals.ts';
import { relationshipsRefusals } from './relationships/refusals.ts';
import { tenantsRefusals } from './tenants/refusals.ts';

/** Every refusal of tenancy's own, as its slices give them. */
export const tenancyRefusals = {
  ...tenantsRefusals,
  ...peopleRefusals,
  ...programRefusals,
  ...relationshipsRefusals,
  ...customersRefusals,
  ...entitlementsRefusals,
  ...consentsRefusals,
  ...agreementsRefusals,
  ...invitationsRefusals,
} as const;
