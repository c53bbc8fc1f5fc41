import {
  cancelAzureEntitlement,
  listAzureEntitlements,
  listEntitlements,
  reactivateAzureEntitlement,
  viewArtifact,
  viewAzureEntitlement,
} from './operations/entitlements.ts';
import { registerSubscription, viewRegistrationStatus } from './operations/registrations.ts';
import { listRoleAssignments, removeRoleAssignment, setRoleAssignment } from './operations/role-assignments.ts';

/** What answers each route of the slice. */
export const azureOperations = {
  registerSubscription,
  viewRegistrationStatus,
  listAzureEntitlements,
  viewAzureEntitlement,
  cancelAzureEntitlement,
  reactivateAzureEntitlement,
  listRoleAssignments,
  setRoleAssignment,
  removeRoleAssignment,
  listEntitlements,
  viewArtifact,
} as const;
