import * as z from 'zod';
import { bodyDate } from '../../../shared/contracts/dates.ts';
import { wholeNumber } from '../../../shared/contracts/numbers.ts';
import { seekParameters } from '../../../shared/contracts/paging.ts';
import { code, Email, searchText } from '../../../shared/contracts/text.ts';
import { OptionalGuid } from '../../../shared/contracts/unnamed.ts';
import { attributes, collectionOf, Guid, lenientEnum, selfLink } from '../../../shared/contracts/wire.ts';
import { isRedirectAddress } from './domain/redirect-address.ts';
import { agentRoles } from './domain/user.ts';
import { text, UserName } from './parts.ts';

export const UserPath = z.object({ userId: Guid.describe('Id of the user.') });

export const ApplicationPath = z.object({
  appId: z.string().min(1).max(128).describe('Id of the application, its `client_id` for tokens.'),
});

const size = wholeNumber(0, 500).optional();

export const SeekQuery = z.object({
  size: size.describe('Items on one page at most: 0 or nothing for the most there can be.'),
  filter: searchText(2000)
    .optional()
    .describe('Filter as JSON, such as `{"Field":"CompanyName","Value":"Con","Operator":"starts_with"}`.'),
  ...seekParameters,
});

export const PartnerUsersQuery = SeekQuery.omit({ filter: true });

const AgentRoles = z.array(lenientEnum(agentRoles)).max(20);

const OwnTenantRole = lenientEnum(['none', 'globalAdmin']);

const UserState = lenientEnum(['active', 'inactive']);

export const PartnerUserBody = z.object({
  userPrincipalName: UserName.describe('Name with which the user signs in, in the form of a mail address.'),
  displayName: text().describe('Name shown to people.'),
  email: Email.optional().describe('Mail address.'),
  agentRoles: AgentRoles.optional().describe('Roles towards customers.'),
  ownTenantRole: OwnTenantRole.optional().describe('Role in the own company: `globalAdmin`, or none.'),
});

export const ChangePartnerUserBody = z.object({
  displayName: text().optional().describe('Name shown to people.'),
  agentRoles: AgentRoles.optional().describe('Roles towards customers.'),
  ownTenantRole: OwnTenantRole.optional().describe('Role in the own company: `globalAdmin`, or none.'),
  state: UserState.optional().describe('`inactive` keeps the user from signing in.'),
});

export const PartnerUser = z.object({
  id: z.string().describe('Id of the user.'),
  userPrincipalName: z.string().describe('Name with which the user signs in, in the form of a mail address.'),
  displayName: z.string().describe('Name shown to people.'),
  email: z.string().describe('Mail address.'),
  agentRoles: z.array(z.enum(agentRoles)).describe('Roles towards customers.'),
  ownTenantRole: z.enum(['none', 'globalAdmin']).describe('Role in the own company: `globalAdmin`, or none.'),
  state: z.enum(['active', 'inactive']).describe('`inactive`: the user cannot sign in.'),
  links: selfLink,
  attributes: attributes('PartnerUser'),
});

export const PartnerUsers = collectionOf(PartnerUser);

const RedirectUri = code(
  z
    .string()
    .max(500)
    .refine(
      isRedirectAddress,
      'must be an https address, or one of an app or of the own machine, without user info, wildcard or fragment',
    )
    .meta({ format: 'uri' }),
);

export const ApplicationBody = z.object({
  displayName: text().describe('Name shown to people.'),
  redirectUris: z.array(RedirectUri).max(20).optional().describe('Addresses to which a sign-in may return.'),
  agentRoles: AgentRoles.optional().describe('Roles towards customers.'),
  ownTenantRole: OwnTenantRole.optional().describe('Role in the own company: `globalAdmin`, or none.'),
  boundUserId: OptionalGuid.describe(
    'User for whom the application acts: its tokens have that user and the roles of that user.',
  ),
});

export const ChangeApplicationBody = ApplicationBody.partial().extend({
  boundUserId: z
    .union([z.literal(''), Guid])
    .optional()
    .meta({ type: 'string' } as never)
    .describe('User for whom the application acts from now on; an empty text binds it to nobody.'),
});

export const SecretView = z.object({
  secretId: z.string().describe('Id of the secret.'),
  hint: z.string().optional().meta({ description: 'First characters of the secret.' }),
  createdDate: z.string().describe('When it was created.'),
  expiryDate: z.string().describe('When the secret ends.'),
  attributes: attributes('ApplicationSecret'),
});

export const SecretViews = collectionOf(SecretView);

export const Application = z.object({
  appId: z.string().describe('Id of the application, its `client_id` for tokens.'),
  displayName: z.string().describe('Name shown to people.'),
  redirectUris: z.array(z.string()).describe('Addresses to which a sign-in may return.'),
  agentRoles: z.array(z.enum(agentRoles)).describe('Roles towards customers.'),
  ownTenantRole: z.enum(['none', 'globalAdmin']).describe('Role in the own company: `globalAdmin`, or none.'),
  boundUserId: z
    .string()
    .optional()
    .describe('User for whom the application acts: its tokens have that user and the roles of that user.'),
  createdDate: z.string().describe('When it was created.'),
  secrets: z.array(SecretView).describe('Its secrets, without their values.'),
  links: selfLink,
  attributes: attributes('Application'),
});

export const Applications = collectionOf(Application);

export const SecretBody = z.object({
  expiryDate: bodyDate().optional().meta({ description: 'At most two years ahead, which is also the default.' }),
});

export const SecretPath = ApplicationPath.extend({
  secretId: z.string().min(1).max(128).describe('Id of the secret.'),
});

export const ApplicationSecret = SecretView.extend({
  secret: z.string().optional().describe('The value of the secret, shown once: in the answer that creates it.'),
});
