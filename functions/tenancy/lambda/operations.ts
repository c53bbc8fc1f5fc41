import { agreementsOperations } from '../agreements/handlers.ts';
import { auditOperations } from '../audit/handlers.ts';
import { consentsOperations } from '../consents/handlers.ts';
import { customerDataOperations } from '../customer-data/handlers.ts';
import { customersOperations } from '../customers/handlers.ts';
import { directoryOperations } from '../directory/handlers.ts';
import { entitlementsOperations } from '../entitlements/handlers.ts';
import { erasureOperations } from '../erasure/handlers.ts';
import { invitationsOperations } from '../invitations/handlers.ts';
import { mfaOperations } from '../mfa/handlers.ts';
import { operatorOperations } from '../operator/handlers.ts';
import { peopleOperations } from '../people/handlers.ts';
import { programOperations } from '../program/handlers.ts';
import { relationshipsOperations } from '../relationships/handlers.ts';
import { servicesOperations } from '../services/handlers.ts';
import { signInOperations } from '../sign-in/handlers.ts';
import { tenantsOperations } from '../tenants/handlers.ts';

/** What answers each route of the API. */
export const tenancyApiOperations = {
  ...tenantsOperations,
  ...peopleOperations,
  ...mfaOperations,
  ...programOperations,
  ...relationshipsOperations,
  ...directoryOperations,
  ...customersOperations,
  ...servicesOperations,
  ...entitlementsOperations,
  ...consentsOperations,
  ...agreementsOperations,
  ...invitationsOperations,
  ...erasureOperations,
  ...auditOperations,
  ...customerDataOperations,
  ...operatorOperations,
} as const;

/** What answers each route of the context, those of sign-in included. */
export const tenancyOperations = { ...tenancyApiOperations, ...signInOperations } as const;
