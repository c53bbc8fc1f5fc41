import type * as z from 'zod';
import { link } from '../../../../shared/contracts/wire.ts';
import { etagOf } from '../../../../shared/http/etag.ts';
import { addDays, toWireDay } from '../../../../shared/kernel/time.ts';
import { type Assignment, quantityOf } from '../domain/assignment.ts';
import type { PartnerProductAssignment } from '../schemas.ts';

export const etagOfAssignment = ({ assignmentId, version }: Assignment): string => etagOf(assignmentId, version);

/** The wire's end date is the last day (D18), the code's the day after it. */
export const toWireAssignment = (of: Assignment): z.input<typeof PartnerProductAssignment> => ({
  id: of.assignmentId,
  productId: of.productId,
  quantity: quantityOf(of),
  startDate: toWireDay(of.startOn),
  ...(of.end && { endDate: toWireDay(addDays(of.end.on, -1)) }),
  ...(of.isPriceOverridden && { unitPriceOverride: Number(of.unitPrice) }),
  unitPrice: Number(of.unitPrice),
  currencyCode: of.currency,
  billingFrequency: of.billingFrequency,
  ...(of.billingFrequency === 'oneTime' && { instalments: of.instalments }),
  links: { self: link(`/customers/${of.customerId}/partnerproducts`) },
  attributes: { objectType: 'PartnerProductAssignment', etag: etagOfAssignment(of) },
});
