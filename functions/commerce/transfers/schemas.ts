import * as z from 'zod';
import { WireInstant } from '../../../shared/contracts/dates.ts';
import { codeText } from '../../../shared/contracts/text.ts';
import { attributes, Guid } from '../../../shared/contracts/wire.ts';

export const TransferPath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
  transferId: z.string().describe('Id of the transfer.'),
});

/** The shape of a transfer; while transfers are off there is none. */
export const Transfer = z.object({
  id: z.string().describe('Id of the transfer.'),
  createdTime: WireInstant.describe('When it was asked for.'),
  customerTenantId: z.string().describe('Tenant of the customer.'),
  sourcePartnerTenantId: z.string().describe('Tenant of the partner that has the subscriptions.'),
  targetPartnerTenantId: z.string().describe('Tenant of the partner that would get them.'),
  status: z.enum(['Active', 'Complete', 'PartiallyComplete', 'Reject']).describe('How far it is.'),
  attributes: attributes('TransferEntity'),
});
export const Transfers = z.array(Transfer);

export const TransferEligibilities = z.array(
  z.object({
    id: z.string().describe('Id of the subscription.'),
    isEligible: z.boolean().describe('Whether it can be transferred.'),
    reason: z.string().describe('Why not.'),
  }),
);

export const ProductUpgradeBody = z.object({
  customerId: Guid.describe('Id of the customer.'),
  productFamily: codeText(100).min(1).describe('Family of products, such as `Azure`.'),
});
export const ProductUpgradePath = z.object({ upgradeId: z.string().describe('Id of the product upgrade.') });

export const ProductUpgradeEligibility = z.object({
  customerId: z.string().describe('Id of the customer.'),
  productFamily: z.string().describe('Family of products.'),
  isEligible: z.boolean().describe('Whether it can be upgraded.'),
  reason: z.string().describe('Why not.'),
});
