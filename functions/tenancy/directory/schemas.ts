import * as z from 'zod';
import { written } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf, Guid } from '../../../shared/contracts/wire.ts';
import { UserName } from '../people/parts.ts';
import { SeekQuery, UserPath } from '../people/schemas.ts';
import { CustomerPath } from '../relationships/schemas.ts';

const roleId = { roleId: Guid.describe('Id of the role in this directory; every directory has its own.') };

export const DirectoryRolePath = z.object(roleId);
export const DirectoryMemberPath = UserPath.extend(roleId);
export const CustomerDirectoryUserPath = CustomerPath.extend(UserPath.shape);
export const CustomerDirectoryRolePath = CustomerPath.extend(roleId);
export const CustomerDirectoryMemberPath = CustomerDirectoryUserPath.extend(roleId);

export const DirectoryMembersQuery = SeekQuery.omit({ filter: true });

export const DirectoryRole = z.object({
  id: z.string().describe('Id of the role in this directory.'),
  name: z.string().describe('Name of the role; the global admin is the `Company Administrator`.'),
  attributes: attributes('DirectoryRole'),
});

export const DirectoryRoles = collectionOf(DirectoryRole);

export const UserMemberBody = z.object({
  id: Guid.describe('Id of the user that gets the role.'),
  displayName: written({ max: 256 }).optional().describe('Ignored: the user has its name.'),
  userPrincipalName: UserName.optional().describe('Ignored: the user has its name.'),
});

export const UserMember = z.object({
  id: z.string().describe('Id of the user.'),
  displayName: z.string().describe('Name shown to people.'),
  userPrincipalName: z.string().describe('Name with which the user signs in, in the form of a mail address.'),
  roleId: z.string().describe('Id of the role that the user has.'),
  attributes: attributes('UserMember'),
});

export const UserMembers = collectionOf(UserMember);
