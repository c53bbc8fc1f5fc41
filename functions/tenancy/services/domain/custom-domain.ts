import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';

/** A domain of a customer besides its first, as a registrar added it (tenancy contract 8). */
export interface CustomDomain {
  readonly customerId: string;
  readonly name: string;
  readonly authenticationType: 'managed' | 'federated';
  readonly capability: string;
  readonly verificationMethod: string;
  readonly rootDomain?: string;
  /** Of a federated one, as it was sent: what the customer's own directory needs to be found by. */
  readonly federation?: Readonly<Record<string, unknown>>;
  readonly addedBy: string;
  readonly addedAt: Instant;
}

/** Custom domains of a customer at most. */
export const DOMAINS_MAX = 100;

interface Sent {
  readonly verifiedDomainName: string;
  readonly domain: {
    readonly name: string;
    readonly status: string;
    readonly authenticationType: 'managed' | 'federated';
  };
  readonly domainFederationSettings?: object | undefined;
}

/** Refuses what says two names, is not verified, or lacks what a federated domain needs. */
export function checkSent(sent: Sent): Result<true, Refusal<'invalid_property'>> {
  const { verifiedDomainName, domain, domainFederationSettings } = sent;
  if (domain.name.toLowerCase() !== verifiedDomainName.toLowerCase())
    return wrong('domain.name', 'domain.name: must be the same as verifiedDomainName.');
  if (domain.status !== 'verified')
    return wrong(
      'domain.status',
      'domain.status: only a verified domain can be added; prove it at its registrar first.',
    );
  if (domain.authenticationType === 'federated' && !domainFederationSettings)
    return wrong('domainFederationSettings', 'domainFederationSettings: a federated domain needs them.');
  return ok(true);
}

const wrong = (field: string, description: string) => refuse('invalid_property', { field, description });
