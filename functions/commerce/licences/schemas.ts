import * as z from 'zod';
import { wholeOrSeekParameters } from '../../../shared/contracts/paging.ts';
import { code, codeText } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf, Guid } from '../../../shared/contracts/wire.ts';

export const LicencesUserPath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
  userId: Guid.describe('Id of the user.'),
});

const licenseGroupIds = code(z.string().max(200))
  .optional()
  .describe('Only licences of this group, `group1` (the default) or `group2`; may be sent several times.');

export const UserLicencesQuery = z.object({ licenseGroupIds });
export const PoolsQuery = z.object({ licenseGroupIds, ...wholeOrSeekParameters });

const skuId = () => codeText(60);

/** Both lists together, with the pools that they change, fit into one transaction. */
const ENTRIES_MAX = 40;

export const LicenseUpdateBody = z
  .object({
    licensesToAssign: z
      .array(
        z.object({
          skuId: skuId().describe('Id of the plan, as `productSku.id` has it.'),
          excludedPlans: z
            .array(codeText(60))
            .max(100)
            .nullish()
            .describe(
              'Ids of services of the plan that the user is not to get; they replace those of a licence that it has.',
            ),
        }),
      )
      .max(ENTRIES_MAX)
      .nullish()
      .describe('Licences that the user gets, or whose services change.'),
    licensesToRemove: z
      .array(skuId())
      .max(ENTRIES_MAX)
      .nullish()
      .describe('Ids of the plans of which it loses its licence, before others are assigned.'),
  })
  .meta({ id: 'LicenseUpdateBody' });

export const LicenseUpdate = z
  .object({
    licensesToAssign: z
      .array(
        z.object({
          skuId: z.string().describe('Id of the plan.'),
          excludedPlans: z.array(z.string()).optional().describe('Ids of services that the user does not get.'),
        }),
      )
      .describe('Licences that were assigned.'),
    licensesToRemove: z.array(z.string()).optional().describe('Ids of the plans that were to be removed.'),
    licenseWarnings: z
      .array(
        z.object({
          code: z.string().describe('Code of the warning.'),
          message: z.string().describe('What it warns of.'),
          servicePlans: z.array(z.string()).describe('Services concerned.'),
        }),
      )
      .describe('Always empty: an update is carried out whole, or refused.'),
    attributes: attributes('LicenseUpdate'),
  })
  .meta({ id: 'LicenseUpdate' });

const ProductSku = z
  .object({
    id: z.string().describe('Id of the plan: the `skuId` of licences.'),
    name: z.string().describe('Name of the plan.'),
    skuPartNumber: z.string().describe('Part number of the plan.'),
    targetType: z.string().describe('`User`: licences are assigned to users.'),
    licenseGroupId: z.string().describe('Group of licences that it belongs to.'),
  })
  .describe('The plan.');

const ServicePlan = z.object({
  displayName: z.string().describe('Name shown to people.'),
  serviceName: z.string().describe('Name that programs use.'),
  id: z.string().describe('Id of the service.'),
  capabilityStatus: z.string().describe('`Enabled`, `Suspended` or, of a user, `Assigned`.'),
  targetType: z.string().describe('Whom it serves: `User` or `Tenant`.'),
});
const servicePlans = z.array(ServicePlan).describe('Services of the plan.');

const subscribedSku = {
  availableUnits: z
    .number()
    .int()
    .describe('Users to whom a licence can still be assigned; below zero when seats were removed that are in use.'),
  activeUnits: z.number().int().describe('Seats of active subscriptions, whoever sold them.'),
  consumedUnits: z.number().int().describe('Users to whom a licence is assigned.'),
  suspendedUnits: z.number().int().describe('Seats of suspended subscriptions.'),
  totalUnits: z.number().int().describe('Seats that can be used.'),
  warningUnits: z.number().int().describe('Always 0.'),
  licensesToUnassign: z
    .number()
    .int()
    .optional()
    .describe('Users who hold a licence beyond the seats: as many are to be unassigned, or seats added.'),
  productSku: ProductSku,
  servicePlans,
  capabilityStatus: z.string().describe('`Enabled` while there are active seats, else `Suspended`.'),
  attributes: attributes('SubscribedSku'),
};
export const SubscribedSku = z.object(subscribedSku).meta({ id: 'SubscribedSku' });
export const SubscribedSkus = collectionOf(SubscribedSku).meta({ id: 'SubscribedSkus' });

const Channel = z.object({
  channel: z
    .enum(['direct', 'partner', 'other'])
    .describe('Who sold the seats: the program itself, a partner, or all others than the caller together.'),
  partnerName: z.string().optional().describe('Name of the partner.'),
  activeUnits: z.number().int().describe('Seats of active subscriptions.'),
  suspendedUnits: z.number().int().describe('Seats of suspended subscriptions.'),
});
export const PooledSku = z
  .object({ ...subscribedSku, channels: z.array(Channel).describe('The seats by who sold them.') })
  .meta({ id: 'PooledSku' });
export const LicencePool = collectionOf(PooledSku).meta({ id: 'LicencePool' });

export const License = z
  .object({ servicePlans, productSku: ProductSku, attributes: attributes('License') })
  .meta({ id: 'License' });
export const Licenses = collectionOf(License).meta({ id: 'Licenses' });
