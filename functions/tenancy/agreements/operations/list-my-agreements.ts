import { collection } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { toWireInstant } from '../../../../shared/kernel/time.ts';
import { shownTo } from '../domain/agreement.ts';
import type { agreementsRoutes } from '../routes.ts';
import { acceptanceStore } from '../store/acceptance-store.ts';
import { agreementStore } from '../store/agreement-store.ts';
import { agreementUrl } from './agreement-wire.ts';
import type { Deps } from './dependencies.ts';

/** What the customer accepted itself, and what it can or will have to accept (AGR-1, AGR-2). */
export const listMyAgreements: Operation<typeof agreementsRoutes.listMyAgreements, Deps> = async (
  { caller, at, root },
  { table },
) => {
  const [templates, acceptances] = await Promise.all([
    agreementStore(table).list(),
    acceptanceStore(table).ofCustomer(caller.tenantId),
  ]);
  const byTemplate = new Map(acceptances.map((acceptance) => [acceptance.templateId, acceptance]));
  const items = shownTo(templates, new Set(byTemplate.keys()), at).map((template) => {
    const { templateId, agreementType, versionRank, agreementLink } = template;
    const acceptance = byTemplate.get(templateId);
    return {
      templateId,
      agreementType,
      versionRank,
      agreementLink: agreementLink ?? agreementUrl(root, templateId),
      effectiveDate: toWireInstant(template.effectiveAt),
      reacceptanceFrom: toWireInstant(template.reacceptanceFrom),
      isAccepted: acceptance !== undefined,
      ...given({
        dateAgreed: acceptance && toWireInstant(acceptance.acceptedAt),
        primaryContact: acceptance?.primaryContact,
      }),
      attributes: { objectType: 'MyAgreement' as const },
    };
  });
  return ok({ status: 200, body: collection(items) });
};
