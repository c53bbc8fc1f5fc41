import * as z from 'zod';
import type { GeneralRefusal } from '../../../shared/contracts/refusals.ts';
import { codeText, recordOf } from '../../../shared/contracts/text.ts';
import type { BuyingRefusal } from '../buying/refusals.ts';
import { text } from '../catalogue/parts.ts';
import type { CatalogueRefusal } from '../catalogue/refusals.ts';

export const ProvisioningContext = recordOf(100, z.union([text(256), z.null()]), 20);

export const RenewedTerm = z.object({
  termDuration: codeText(40).optional().describe('Length of the term as an ISO 8601 duration, such as `P1Y`.'),
});

export const RenewsTo = z.union([RenewedTerm, z.array(RenewedTerm).max(10)]);

export const FriendlyName = text(256);

/** Why a line may be refused (commerce contract 8.2). */
export const lineRefusals = [
  'offer_unknown',
  'availability_not_found',
  'offer_not_sold',
  'partner_not_valid_for_offer',
  'offer_not_eligible',
  'customer_not_qualified',
  'offer_not_in_market',
  'quantity_outside_limits',
  'tenant_seat_cap',
  'purchase_limit_reached',
  'base_subscription_invalid',
  'not_active',
  'addon_parent_mismatch',
  'billing_cycle_not_offered',
  'billing_cycle_mismatch',
  'no_inventory',
  'reseller_unknown',
  'reseller_not_partnered',
  'own_network_id',
  'reseller_agreement_unsigned',
  'partner_on_record_fixed',
  'term_not_available',
  'sandbox_limit_reached',
  'invalid_input',
] as const satisfies readonly (GeneralRefusal | CatalogueRefusal | BuyingRefusal)[];
