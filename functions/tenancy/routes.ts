import { routeTable } from '../../shared/contracts/routes.ts';
import { agreementsRoutes } from './agreements/routes.ts';
import { auditRoutes } from './audit/routes.ts';
import { consentsRoutes } from './consents/routes.ts';
import { customerDataRoutes } from './customer-data/routes.ts';
import { customersRoutes } from './customers/routes.ts';
import { directoryRoutes } from './directory/routes.ts';
import { entitlementsRoutes } from './entitlements/routes.ts';
import { erasureRoutes } from './erasure/routes.ts';
import { invitationsRoutes } from './invitations/routes.ts';
import { mfaRoutes } from './mfa/routes.ts';
import { operatorRoutes } from './operator/routes.ts';
import { peopleRoutes } from './people/routes.ts';
import { programRoutes } from './program/routes.ts';
import { tenancyRefusals } from './refusals.ts';
import { relationshipsRoutes } from './relationships/routes.ts';
import { servicesRoutes } from './services/routes.ts';
import { signInRoutes } from './sign-in/routes.ts';
import { tenantsRoutes } from './tenants/routes.ts';

/** What sign-in answers: a function of its own, which alone may read clients' secrets at the issuer and seal cookies. */
export const tenancySignInRoutes = routeTable('tenancy', signInRoutes, tenancyRefusals);

/** What all the rest answers. */
export const tenancyApiRoutes = routeTable(
  'tenancy',
  {
    ...tenantsRoutes,
    ...peopleRoutes,
    ...mfaRoutes,
    ...programRoutes,
    ...relationshipsRoutes,
    ...directoryRoutes,
    ...customersRoutes,
    ...servicesRoutes,
    ...entitlementsRoutes,
    ...consentsRoutes,
    ...agreementsRoutes,
    ...invitationsRoutes,
    ...erasureRoutes,
    ...auditRoutes,
    ...customerDataRoutes,
    ...operatorRoutes,
  },
  tenancyRefusals,
);

/** The only list of tenancy's operations. */
export const tenancyRoutes = routeTable(
  'tenancy',
  { ...tenancyApiRoutes.routes, ...tenancySignInRoutes.routes },
  tenancyRefusals,
);
