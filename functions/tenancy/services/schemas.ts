import * as z from 'zod';
import { bodyDate } from '../../../shared/contracts/dates.ts';
import { codeText, shaped, urlText, written } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf, Link, lenientEnum } from '../../../shared/contracts/wire.ts';
import { Domain as DomainName } from '../program/parts.ts';

const place = (of: string) => Link.describe(`Page ${of}, as a whole address.`);

export const ManagedService = z.object({
  id: z.string().describe('Id of the service.'),
  name: z.string().describe('Name of the service.'),
  groupName: z.string().describe('Name of the group that the service belongs to.'),
  links: z
    .object({
      adminService: place('where the service is administered for the customer'),
      serviceHealth: place('that shows the health of the service'),
      serviceTicket: place('where a service request is filed'),
    })
    .describe('Where the service is administered.'),
  attributes: attributes('ManagedService'),
});

export const ManagedServices = collectionOf(ManagedService);

const authenticationTypes = ['managed', 'federated'] as const;
const capabilities = [
  'none',
  'email',
  'sharepoint',
  'office_communications_online',
  'sharepoint_default',
  'full_redelegation',
  'share_point_public',
  'org_id_authentication',
  'yammer',
  'intune',
  'all',
] as const;
const statuses = ['unverified', 'verified', 'pending_deletion'] as const;
const verificationMethods = ['none', 'dns_record', 'email'] as const;
/** SDKs send null for a flag that is not set. */
const unsetFlag = z.boolean().nullable().optional();

const certificate = codeText(10_000).regex(/^[A-Za-z0-9+/=]+$/, 'must be base64');

const FederationSettings = z
  .object({
    issuerUri: codeText(1000).min(1).describe('Name of the issuer.'),
    logOffUri: urlText(1000).describe('Where people sign out.'),
    passiveLogOnUri: urlText(1000).describe('Where browsers sign people in.'),
    signingCertificate: certificate.min(1).describe('Certificate of the issuer, in base64.'),
    preferredAuthenticationProtocol: lenientEnum(['ws_fed', 'samlp']).describe('Protocol of the sign-in.'),
    promptLoginBehavior: lenientEnum(['translate_to_fresh_password_auth', 'native_support', 'disabled']).describe(
      'How the issuer takes a demand to sign in anew.',
    ),
    activeLogOnUri: urlText(1000).optional().describe('Where programs sign people in.'),
    defaultInteractiveAuthenticationMethod: codeText(200).optional().describe('Way of signing in by default.'),
    federationBrandName: written({ max: 256, min: 0 }).optional().describe('Name that people see.'),
    metadataExchangeUri: urlText(1000).optional().describe('Where the metadata is.'),
    nextSigningCertificate: certificate.optional().describe('Certificate that follows, in base64.'),
    openIdConnectDiscoveryEndpoint: urlText(1000).optional().describe('Where OpenID configuration is.'),
    signingCertificateUpdateStatus: z
      .object({
        lastRunAt: bodyDate().optional().describe('When the certificate was last looked for.'),
        result: codeText(200).optional().describe('What came of it.'),
      })
      .optional()
      .describe('How the last change of the certificate went.'),
    supportsMfa: unsetFlag.describe('Whether the issuer asks for a second factor.'),
  })
  .optional()
  .describe('How people of a federated domain sign in; needed for one.');

export const VerifiedDomainBody = z.object({
  verifiedDomainName: DomainName.describe('Name of the domain.'),
  domain: z
    .object({
      name: DomainName.describe('Name of the domain, once more.'),
      authenticationType: lenientEnum(authenticationTypes).describe('Who signs its people in.'),
      capability: lenientEnum(capabilities).describe('What the domain is for.'),
      status: lenientEnum(statuses).describe('Only `verified` is taken.'),
      verificationMethod: lenientEnum(verificationMethods).describe('How it was proven.'),
      isDefault: unsetFlag.describe('Taken as SDKs send it; the first domain stays the default.'),
      isInitial: unsetFlag.describe('Taken as SDKs send it; the first domain stays the initial one.'),
      rootDomain: shaped(written({ max: 253, min: 0 }))
        .nullable()
        .optional()
        .describe('Domain that it is a part of.'),
    })
    .describe('The domain.'),
  domainFederationSettings: FederationSettings,
});

export const CustomerDomain = z.object({
  name: z.string().describe('Name of the domain.'),
  authenticationType: z.enum(authenticationTypes).describe('Who signs its people in.'),
  capability: z.enum(capabilities).describe('What the domain is for.'),
  status: z.enum(statuses).describe('Whether it is proven.'),
  verificationMethod: z.enum(verificationMethods).describe('How it was proven.'),
  isDefault: z.boolean().describe('Whether it is the default of the tenant.'),
  isInitial: z.boolean().describe('Whether it is the first of the tenant.'),
  rootDomain: z.string().optional().describe('Domain that it is a part of.'),
  attributes: attributes('Domain'),
});
