import type * as z from 'zod';
import { link } from '../../../../shared/contracts/wire.ts';
import { etagOf } from '../../../../shared/http/etag.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { toWireInstant } from '../../../../shared/kernel/time.ts';
import type * as s from '../../schemas.ts';
import { type Application, endOfSecret, type Secret } from '../domain/application.ts';

/** What is shown of a secret; its value is not kept. */
export const toSecretWire = (secret: Secret): z.input<typeof s.SecretView> => ({
  secretId: secret.secretId,
  ...given({ hint: secret.hint }),
  createdDate: toWireInstant(secret.createdAt),
  expiryDate: toWireInstant(endOfSecret(secret)),
  attributes: { objectType: 'ApplicationSecret' },
});

export const toApplicationWire = (application: Application): z.input<typeof s.Application> => ({
  appId: application.appId,
  displayName: application.displayName,
  redirectUris: [...application.redirectUris],
  agentRoles: [...application.agentRoles],
  ownTenantRole: application.isGlobalAdmin ? 'globalAdmin' : 'none',
  ...given({ boundUserId: application.boundUserId }),
  createdDate: toWireInstant(application.createdAt),
  secrets: application.secrets.map((secret) => toSecretWire(secret)),
  links: { self: link(`/partner/applications/${application.appId}`) },
  attributes: { objectType: 'Application', etag: etagOf(application.appId, application.version) },
});
