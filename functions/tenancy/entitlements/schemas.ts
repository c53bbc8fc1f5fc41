import * as z from 'zod';
import { codeText } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf, Guid, held, lenientEnum, selfLink } from '../../../shared/contracts/wire.ts';
import { qualificationWords } from '../customers/domain/qualification.ts';
import { EtagCarrier } from '../program/parts.ts';

// --- qualifications --------------------------------------------------------------------------------------------------

export const CodeQuery = z.object({
  code: codeText(200).optional().describe('Validation code of a government customer; the program gives none.'),
});

export const QualificationWord = z.enum(qualificationWords).describe('What the customer qualifies for.');

export const QualificationBody = lenientEnum(qualificationWords);

export const QualificationRequestBody = z.object({
  qualification: lenientEnum(qualificationWords).describe('What the customer is to qualify for.'),
});

const vettingStatuses = ['Approved', 'InReview', 'Denied'] as const;

export const Qualification = z.object({
  qualification: z.enum(qualificationWords).describe('What the customer qualifies for.'),
  vettingStatus: z.enum(vettingStatuses).describe('How its vetting stands.'),
  vettingReason: z.string().optional().describe('Why it was denied.'),
  vettingCreatedDate: z.string().optional().describe('When it was asked for.'),
});

export const Qualifications = z.array(Qualification);

export const RequestedQualification = Qualification.omit({ vettingCreatedDate: true }).extend({
  vettingCreateDate: z.string().optional().describe('When it was asked for.'),
});

export const ValidationCode = z.object({
  partnerId: z.string().describe('Partner that has the code.'),
  organizationName: z.string().describe('Name of the organization that it is for.'),
  validationId: z.string().describe('Id of the validation.'),
  maxCreates: z.number().int().describe('Customers that may be made with it.'),
  remainingCreates: z.number().int().describe('Customers that may still be made with it.'),
  eTag: z.string().describe('Version of the code.'),
});

export const ValidationCodes = z.array(ValidationCode);

// --- self-serve policies ---------------------------------------------------------------------------------------------

const entityTypes = ['customer'] as const;
const grantorTypes = ['billToPartner'] as const;
const resources = ['AzureReservedInstances', 'AzureSavingsPlan'] as const;
const actions = ['Purchase'] as const;

const SelfServeEntityBody = z
  .object({
    selfServeEntityType: lenientEnum(entityTypes).describe('Kind of whom it is for: a customer.'),
    tenantID: Guid.describe('GUID of the tenant of the customer.'),
  })
  .describe('Whom the policy is for.');

const GrantorBody = z
  .object({
    grantorType: lenientEnum(grantorTypes).describe('Kind of who grants it: the partner that is billed.'),
    tenantID: Guid.describe('GUID of your tenant.'),
  })
  .describe('Who grants the policy: you.');

const PermissionsBody = z
  .array(
    z.object({
      resource: lenientEnum(resources).describe('What may be bought.'),
      action: lenientEnum(actions).describe('What may be done with it.'),
    }),
  )
  .min(1)
  .max(10)
  .refine(
    (permissions) =>
      new Set(permissions.map(({ resource, action }) => `${resource}/${action}`)).size === permissions.length,
    'name each permission once',
  )
  .describe('What the policy permits.');

export const SelfServePolicyBody = z.object({
  selfServeEntity: SelfServeEntityBody,
  grantor: GrantorBody,
  permissions: PermissionsBody,
});

export const SelfServePolicyChangeBody = z.object({
  id: codeText(200).optional().describe('Id of the policy; needed where the path has none.'),
  selfServeEntity: held(SelfServeEntityBody).describe('Whom the policy is for: it stays as it is.'),
  grantor: held(GrantorBody).describe('Who grants the policy: you.'),
  permissions: held(PermissionsBody).describe('What the policy permits.'),
  attributes: EtagCarrier,
});

export const SelfServePolicyPath = z.object({
  policyId: z
    .string()
    .min(1)
    .max(200)
    .describe('Id of the policy: the tenants of grantor and customer with `_` between.'),
});

export const SelfServePoliciesQuery = z.object({
  entity_id: Guid.describe('GUID of the tenant of the customer.'),
});

export const SelfServePolicy = z.object({
  id: z.string().describe('Id of the policy: the tenants of grantor and customer with `_` between.'),
  selfServeEntity: z
    .object({
      selfServeEntityType: z.enum(entityTypes).describe('Kind of whom it is for: a customer.'),
      tenantID: z.string().describe('GUID of the tenant of the customer.'),
    })
    .describe('Whom the policy is for.'),
  grantor: z
    .object({
      grantorType: z.enum(grantorTypes).describe('Kind of who grants it: the partner that is billed.'),
      tenantID: z.string().describe('GUID of the tenant of the partner.'),
    })
    .describe('Who grants the policy.'),
  permissions: z
    .array(
      z.object({
        resource: z.enum(resources).describe('What may be bought.'),
        action: z.enum(actions).describe('What may be done with it.'),
      }),
    )
    .describe('What the policy permits.'),
  links: selfLink,
  attributes: attributes('SelfServePolicy'),
});

export const SelfServePolicies = collectionOf(SelfServePolicy);
