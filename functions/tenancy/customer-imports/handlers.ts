import type { CustomerRowsHandedOver } from '../../../events/index.ts';
import type { EventOf } from '../../../shared/contracts/events.ts';
import type { Delivery } from '../../../shared/messaging/consumer.ts';
import { confirmCustomerAgreement } from '../agreements/operations/confirm-customer-agreement.ts';
import { agreementsRoutes } from '../agreements/routes.ts';
import { checkNewCustomer, createCustomer } from '../customers/operations/create-customer.ts';
import { customersRoutes } from '../customers/routes.ts';
import type { Deps } from './operations/dependencies.ts';
import { takeCustomerRows } from './operations/take-customer-rows.ts';

/** Rows go the way of every new customer and every attestation, with the checks of their routes. */
const deeds = {
  check: { route: customersRoutes.createCustomer, operate: checkNewCustomer },
  create: { route: customersRoutes.createCustomer, operate: createCustomer },
  confirm: { route: agreementsRoutes.confirmCustomerAgreement, operate: confirmCustomerAgreement },
} as const;

/** What takes each event that the slice listens to. */
export const customerImportsConsumerFunctions = {
  takeCustomerRows: (event: EventOf<typeof CustomerRowsHandedOver>, deps: Deps, delivery: Delivery) =>
    takeCustomerRows(event, { ...deps, ...deeds }, delivery),
} as const;
