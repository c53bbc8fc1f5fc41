import { changeCustomer } from './operations/change-customer.ts';
import { changeOperatorCustomer } from './operations/change-operator-customer.ts';
import { createCustomer } from './operations/create-customer.ts';
import { createOperatorCustomer } from './operations/create-operator-customer.ts';
import {
  replaceCustomerBillingProfile,
  viewCustomerBillingProfile,
  viewCustomerCompanyProfile,
  viewValidationStatus,
} from './operations/customer-profiles.ts';
import {
  changeCustomerUser,
  changeMyUser,
  createCustomerUser,
  createMyUser,
  deleteCustomerUser,
  deleteMyUser,
  listCustomerUsers,
  listMyUsers,
  resetCustomerUserPassword,
  viewCustomerUser,
  viewMyUser,
} from './operations/customer-users.ts';
import { followNames } from './operations/follow-names.ts';
import { followSubscriptions } from './operations/follow-subscriptions.ts';
import { listCustomers } from './operations/list-customers.ts';
import { listOperatorCustomers } from './operations/list-operator-customers.ts';
import { offerChoices } from './operations/offer-choices.ts';
import { removeMyPartnerPrivileges } from './operations/remove-my-partner-privileges.ts';
import { setCustomerValidation } from './operations/set-customer-validation.ts';
import { viewCustomer } from './operations/view-customer.ts';
import { viewMyOrganization } from './operations/view-my-organization.ts';

/** What answers each route of the slice. */
export const customersOperations = {
  createOperatorCustomer,
  listOperatorCustomers,
  changeOperatorCustomer,
  setCustomerValidation,
  createCustomer,
  listCustomers,
  viewCustomer,
  changeCustomer,
  removeMyPartnerPrivileges,
  viewMyOrganization,
  viewCustomerCompanyProfile,
  viewCustomerBillingProfile,
  replaceCustomerBillingProfile,
  viewValidationStatus,
  listCustomerUsers,
  createCustomerUser,
  viewCustomerUser,
  changeCustomerUser,
  resetCustomerUserPassword,
  deleteCustomerUser,
  listMyUsers,
  createMyUser,
  viewMyUser,
  changeMyUser,
  deleteMyUser,
} as const;

/** What each job of the slice does. */
export const customersJobFunctions = { offerChoices } as const;

/** What takes each event that the slice listens to. */
export const customersConsumerFunctions = {
  followNames,
  followSubscriptions,
} as const;
