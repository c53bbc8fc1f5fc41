import {
  changeCustomerQualification,
  listCustomerQualifications,
  listValidationCodes,
  requestCustomerQualification,
  viewCustomerQualification,
} from './operations/qualifications.ts';
import {
  createSelfServePolicy,
  deleteSelfServePolicy,
  listSelfServePolicies,
  replaceSelfServePolicy,
  replaceSelfServePolicyById,
  viewSelfServePolicy,
} from './operations/self-serve-policies.ts';

/** What answers each route of the slice. */
export const entitlementsOperations = {
  viewCustomerQualification,
  changeCustomerQualification,
  listCustomerQualifications,
  requestCustomerQualification,
  listValidationCodes,
  createSelfServePolicy,
  listSelfServePolicies,
  viewSelfServePolicy,
  replaceSelfServePolicy,
  replaceSelfServePolicyById,
  deleteSelfServePolicy,
} as const;
