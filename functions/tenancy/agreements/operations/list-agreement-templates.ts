import { collection } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { DEFAULT_AGREEMENT_TYPE, templatesInEffect } from '../domain/agreement.ts';
import type { agreementsRoutes } from '../routes.ts';
import { agreementStore } from '../store/agreement-store.ts';
import { agreementUrl } from './agreement-wire.ts';
import type { Deps } from './dependencies.ts';

/** Lists the newest version in effect of each type of customer agreement (AGR-1, AGR-2). */
export const listAgreementTemplates: Operation<typeof agreementsRoutes.listAgreementTemplates, Deps> = async (
  { at, query, root },
  { table },
) => {
  const { agreementType = DEFAULT_AGREEMENT_TYPE } = query;
  const items = templatesInEffect(await agreementStore(table).list(), at)
    .filter((template) => agreementType === '*' || template.agreementType === agreementType)
    .map(({ templateId, versionRank, agreementType: type, agreementLink }) => ({
      templateId,
      agreementType: type,
      agreementLink: agreementLink ?? agreementUrl(root, templateId),
      versionRank,
    }));
  return ok({ status: 200, body: collection(items) });
};
