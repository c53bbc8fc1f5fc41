/** What operations and stores of the slices above may use. */
export {
  type Application,
  type ClientRecord,
  endOfSecret,
  isClientId,
  latestEnd,
  liveSecrets,
  type Secret,
  servesTenant,
} from './domain/application.ts';
export {
  type DirectoryRole,
  directoryRoleNames,
  directoryRoles,
  mayAct,
  roleOfAgent,
  rolesFor,
  rolesInDirectory,
} from './domain/directory-role.ts';
export { PASSWORD_LENGTH_MIN, passwordWeakness } from './domain/password.ts';
export {
  changePerson,
  deleteUser,
  isActiveAdmin,
  isPresent,
  isRestorable,
  type Person,
  type Setter,
  type TemporaryPassword,
  type User,
  withDirectoryRole,
  withoutDirectoryRole,
} from './domain/user.ts';
export type { Chance, PasswordHash } from './operations/dependencies.ts';
export { introduceUser } from './operations/introduce-user.ts';
export { linkedUserWrites } from './operations/linked-user.ts';
export { findPasswordLink } from './operations/password-link.ts';
export { COMMON, tenantNamed } from './operations/path-tenant.ts';
export { freeName, purgeAllUsers } from './operations/purge-users.ts';
export { type ApplicationStore, applicationStore } from './store/application-store.ts';
export { linkKey, userPartition } from './store/keys.ts';
export { isPasswordLink, type PasswordLink } from './store/password-link-item.ts';
export { passwordLinkStore } from './store/password-link-store.ts';
export { type UserOrder, userListStore } from './store/user-list-store.ts';
export { userOf, userPlace, userStore } from './store/user-store.ts';
