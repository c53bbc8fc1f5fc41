import { shaped, written } from '../../../shared/contracts/text.ts';

export const text = (max = 256) => written({ max });

export const UserName = shaped(text());

export const OWN_TENANT = ['GlobalAdmin', 'AdminAgent'] as const;

/** Roles of the own directory that may do it: what a route of the customer's own side asks for. */
export { rolesFor } from './domain/directory-role.ts';
