import {
  addCustomerDirectoryRoleMember,
  addMyDirectoryRoleMember,
  listCustomerDirectoryRoleMembers,
  listCustomerDirectoryRoles,
  listCustomerUserDirectoryRoles,
  listMyDirectoryRoleMembers,
  listMyDirectoryRoles,
  listMyUserDirectoryRoles,
  removeCustomerDirectoryRoleMember,
  removeMyDirectoryRoleMember,
} from './operations/directory-roles.ts';

/** What answers each route of the slice. */
export const directoryOperations = {
  listCustomerDirectoryRoles,
  listCustomerUserDirectoryRoles,
  listCustomerDirectoryRoleMembers,
  addCustomerDirectoryRoleMember,
  removeCustomerDirectoryRoleMember,
  listMyDirectoryRoles,
  listMyUserDirectoryRoles,
  listMyDirectoryRoleMembers,
  addMyDirectoryRoleMember,
  removeMyDirectoryRoleMember,
} as const;
