import type * as z from 'zod';
import { etagOf } from '../../../../shared/http/etag.ts';
import { toWireInstant } from '../../../../shared/kernel/time.ts';
import type { User } from '../../people/index.ts';
import type * as s from '../../schemas.ts';
import type { Customer } from '../domain/customer.ts';
import { qualificationWord } from '../domain/qualification.ts';
import { toValidationWire } from './customer-wire.ts';

/** A customer tenant as the operator sees it. */
export const toOperatorCustomerWire = (customer: Customer, admin?: User): z.input<typeof s.OperatorCustomer> => ({
  id: customer.customerId,
  companyName: customer.companyName,
  domain: customer.domain,
  country: customer.country,
  companyProfile: {
    tenantId: customer.customerId,
    companyName: customer.companyName,
    domain: customer.domain,
    country: customer.country,
  },
  channels: [...customer.channels],
  qualification: qualificationWord(customer.qualification),
  ...(admin && { adminUser: { id: admin.userId, userPrincipalName: admin.userPrincipalName } }),
  validationStatus: toValidationWire(customer).status,
  createdBy: customer.createdBy,
  createdDate: toWireInstant(customer.createdAt),
  attributes: { objectType: 'OperatorCustomer', etag: etagOf(customer.customerId, customer.version) },
});
