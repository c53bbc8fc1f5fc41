/** Roles in the directory of a customer (tenancy contract 7) besides that of the global admin. */
export const lesserRoles = [
  'BillingAdministrator',
  'HelpdeskAdministrator',
  'ServiceSupportAdministrator',
  'UserAdministrator',
] as const;
export type LesserRole = (typeof lesserRoles)[number];

/** All of them. `GlobalAdmin` is what the public API calls the company administrator. */
export const directoryRoles = ['GlobalAdmin', ...lesserRoles] as const;
export type DirectoryRole = (typeof directoryRoles)[number];

/** As the public API names them. */
export const directoryRoleNames: Readonly<Record<DirectoryRole, string>> = {
  GlobalAdmin: 'Company Administrator',
  BillingAdministrator: 'Billing Administrator',
  HelpdeskAdministrator: 'Helpdesk Administrator',
  ServiceSupportAdministrator: 'Service Support Administrator',
  UserAdministrator: 'User Account Administrator',
};

/**
 * Which role may do what in the directory (ROL-2, CUS-3): the one table, for the customer's own people and for partners,
 * whose agents act as one of these roles ({@link roleOfAgent}).
 */
const ACTS = {
  addUser: ['GlobalAdmin', 'UserAdministrator'],
  changeUser: ['GlobalAdmin', 'UserAdministrator'],
  deleteUser: ['GlobalAdmin', 'UserAdministrator'],
  setPassword: ['GlobalAdmin', 'UserAdministrator', 'HelpdeskAdministrator'],
  giveRole: ['GlobalAdmin'],
  endAdministration: ['GlobalAdmin'],
} as const satisfies Readonly<Record<string, readonly [DirectoryRole, ...DirectoryRole[]]>>;
export type DirectoryAct = keyof typeof ACTS;

/** Roles that may do it, to some users at least. */
export const rolesFor = <A extends DirectoryAct>(act: A): (typeof ACTS)[A] => ACTS[act];

/** Delegated administration makes an admin agent the customer's global admin, any other its helpdesk. */
export const roleOfAgent = (isAdminAgent: boolean): DirectoryRole =>
  isAdminAgent ? 'GlobalAdmin' : 'HelpdeskAdministrator';

/** What decides which roles a user has. */
interface Holder {
  readonly isGlobalAdmin: boolean;
  readonly directoryRoles?: readonly LesserRole[];
}

/** Roles of a user in its directory, the greatest first. */
export const rolesInDirectory = ({ isGlobalAdmin, directoryRoles = [] }: Holder): readonly DirectoryRole[] =>
  isGlobalAdmin ? ['GlobalAdmin', ...directoryRoles] : directoryRoles;

/**
 * May somebody with these roles do it to the user? A global admin to everybody, any other role only to users that have none:
 * whoever sets a password can become its user, and would so get what the user may.
 */
export const mayAct = (act: DirectoryAct, as: Iterable<string>, user: Holder): boolean => {
  const roles = new Set(as);
  const isMet = rolesInDirectory(user).length === 0;
  return ACTS[act].some((role) => roles.has(role) && (role === 'GlobalAdmin' || isMet));
};
