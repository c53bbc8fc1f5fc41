import * as z from 'zod';
import { code, codeText } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf, Guid, held, Link, lenientEnum, selfLink } from '../../../shared/contracts/wire.ts';
import { ENTITLEMENT_ROLES } from '../subscriptions/domain/role-assignment.ts';
import { SubscriptionPath } from '../subscriptions/schemas.ts';

export const EntitlementPath = SubscriptionPath.extend({
  entitlementId: z.string().describe('Id of the Azure entitlement.'),
});
export const RoleAssignmentPath = EntitlementPath.extend({
  principalId: Guid.describe('Id of a user of the customer, or of the customer itself: all its administrators.'),
});

export const RegistrationStatus = z.object({
  subscriptionId: z.string().describe('Id of the subscription.'),
  status: z.enum(['NotRegistered', 'Registering', 'Registered']).describe('Whether it is registered.'),
  attributes: attributes('SubscriptionRegistrationStatus'),
});

export const AzureEntitlement = z.object({
  id: z.string().describe('Id of the entitlement.'),
  friendlyName: z.string().describe('Name that the partner gives to the subscription.'),
  status: z
    .enum(['active', 'inactive'])
    .describe('`inactive` while it is cancelled, or its subscription is not active: its meters stand still.'),
  subscriptionId: z.string().describe('Id of the subscription.'),
  links: selfLink,
  attributes: attributes('AzureEntitlement'),
});
export const AzureEntitlements = collectionOf(AzureEntitlement);

export const EntitlementCancellation = z.object({
  cancellationReason: codeText(100).optional().describe('Why: `compromise`.'),
});

export const RoleAssignment = z.object({
  principalId: z.string().describe('Who has the right: a user, or a tenant with all its administrators.'),
  role: z.enum(ENTITLEMENT_ROLES).describe('What it may do.'),
  scope: z.string().describe('On what: `subscription`, or one service of it.'),
  isFixed: z.boolean().describe('Whether it is the partner’s own right, which cannot be changed here.'),
  links: z
    .object({ self: Link.describe('The resource itself.') })
    .optional()
    .describe('Links of the resource.'),
  attributes: attributes('RoleAssignment'),
});
export const RoleAssignments = collectionOf(RoleAssignment);

export const RoleAssignmentBody = z.object({
  role: lenientEnum(ENTITLEMENT_ROLES).describe('`owner` or `contributor`.'),
  scope: held(
    code(
      z
        .string()
        .max(100)
        .regex(/^[A-Za-z][A-Za-z0-9./_-]*$/, 'must be `subscription` or the name of a service'),
    ),
  ).describe('On what: `subscription` unless said otherwise, or one service of it, such as `Microsoft.Compute`.'),
});

/** One-time purchases are not sold, so nobody is entitled to any: the collection is empty. */
export const Entitlements = collectionOf(
  z.object({
    productId: z.string().describe('Id of the product.'),
    skuId: z.string().describe('Id of its variant.'),
    quantity: z.number().int().describe('How many.'),
    entitlementType: z.string().describe('Kind of the entitlement.'),
  }),
);

export const ArtifactPath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
  artifactPath: z.string().describe('What is asked for.'),
});
