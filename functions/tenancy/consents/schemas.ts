import * as z from 'zod';
import { wholeNumber } from '../../../shared/contracts/numbers.ts';
import { seekParameters } from '../../../shared/contracts/paging.ts';
import { code, codeText } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf, Guid } from '../../../shared/contracts/wire.ts';
import { optionalText } from '../tenants/parts.ts';
import { scopeList } from './domain/consent.ts';

const applicationId = codeText(128).min(1).describe('Id of the application, its `client_id` for tokens.');

export const CustomerConsentPath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
  applicationId,
});

export const ConsentPath = z.object({ applicationId });

/** A customer lists a hundred consents at a time: together they fit an answer. */
const SCOPE_MAX = 2000;
const GRANTS_MAX = 20;

const Scope = code(z.string().min(1).max(SCOPE_MAX))
  .transform((text, context): string => {
    const scope = scopeList(text);
    if (scope !== undefined) return scope;
    context.addIssue({
      code: 'custom',
      message: 'must be scopes with commas between them, such as user_impersonation',
    });
    return z.NEVER;
  })
  .meta({ type: 'string' } as never);

export const ApplicationConsentBody = z.object({
  applicationId: applicationId.describe('Application of your own that the customer’s people may sign in through.'),
  displayName: optionalText(256).describe('Name of the application for the customer; its own where it is left out.'),
  applicationGrants: z
    .array(
      z.object({
        enterpriseApplicationId: Guid.describe('Resource that the application asks for.'),
        scope: Scope.describe('Rights at that resource, with commas between them.'),
      }),
    )
    .min(1)
    .max(GRANTS_MAX)
    .refine(
      (grants) => new Set(grants.map(({ enterpriseApplicationId }) => enterpriseApplicationId)).size === grants.length,
      'name each enterpriseApplicationId once',
    )
    .describe('What the application asks for. It is kept and shown; the application does what its user may do.'),
});

const grants = z
  .array(
    z.object({
      enterpriseApplicationId: z.string().describe('Resource that the application asks for.'),
      scope: z.string().describe('Rights at that resource, with commas between them.'),
    }),
  )
  .describe('What the application asks for.');

export const ApplicationConsent = z.object({
  applicationId: z.string().describe('Id of the application, its `client_id` for tokens.'),
  displayName: z.string().describe('Name of the application.'),
  applicationGrants: grants,
  attributes: attributes('ApplicationConsent'),
});

export const MyApplicationConsent = ApplicationConsent.extend({
  partnerId: z.string().describe('Partner whose application it is, and that consented for you.'),
  partnerName: z.string().describe('Name of the partner.'),
  consentedDate: z.string().describe('When it consented.'),
});

export const MyApplicationConsents = collectionOf(MyApplicationConsent);

export const MyConsentsQuery = z.object({
  size: wholeNumber(0, 100).optional().describe('Items on one page at most: 0 or nothing for the most there can be.'),
  ...seekParameters,
});
