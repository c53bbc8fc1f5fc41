import type { Operation } from '../../../../shared/http/call.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { isGivenByProgram, primaryDomain } from '../domain/domain-name.ts';
import type { tenantsRoutes } from '../routes.ts';
import { domainStore } from '../store/domain-store.ts';
import type { Deps } from './dependencies.ts';

type Routes = typeof tenantsRoutes;

/** In use by any tenant? What is no domain name is used by nobody. */
async function isInUse(text: string, { table, settings }: Deps): Promise<boolean> {
  const domain = primaryDomain(text, settings.customerDomainSuffixes);
  return domain.ok && (await domainStore(table).holder(domain.value)) !== undefined;
}

/** 200 in use, 404 free, no body (tenancy contract 8). */
export const checkDomain: Operation<Routes['checkDomain'], Deps> = async ({ path }, deps) =>
  ok({ status: (await isInUse(path.domain, deps)) ? 200 : 404 });

/** True when a customer could have the prefix below the platform's own domain. */
export const checkDomainAvailability: Operation<Routes['checkDomainAvailability'], Deps> = async ({ path }, deps) => {
  const suffixes = deps.settings.customerDomainSuffixes;
  const domain = path.domainPrefix.includes('.') ? undefined : primaryDomain(path.domainPrefix, suffixes);
  const isPrefix = domain?.ok === true && isGivenByProgram(domain.value, suffixes);
  return ok({ status: 200, body: isPrefix && !(await isInUse(path.domainPrefix, deps)) });
};
