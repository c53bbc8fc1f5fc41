import { AgreementTemplatePublished } from '../../../../events/tenancy.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import type { Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { allOf, putIfVersion, putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { type AgreementPolicyRecord, accessItem, accessKeys } from '../../../../shared/identity/access.ts';
import type { AgreementDocument, AgreementTemplate, DocumentPlace } from '../domain/agreement.ts';
import { documentKey, templateIdKey, templateKey, templatePartition, templatePrefix } from './keys.ts';

/** Versions of the customer agreement, their texts, and the policy record that unlocks orders (AGR-1, AGR-2). */
export const agreementStore = (table: Table) => ({
  async list(): Promise<AgreementTemplate[]> {
    const items = await allOf(table, { pk: templatePartition, sk: { beginsWith: templatePrefix }, consistent: true });
    return items.map((item) => item.template as AgreementTemplate);
  },

  async load(templateId: string): Promise<AgreementTemplate | undefined> {
    const item = await table.get(templateIdKey(templateId), { consistent: true });
    return item?.template as AgreementTemplate | undefined;
  },

  async version(version: Pick<AgreementTemplate, 'agreementType' | 'versionRank'>) {
    const item = await table.get(templateKey(version), { consistent: true });
    return item?.template as AgreementTemplate | undefined;
  },

  async document(place: DocumentPlace & { templateId: string }): Promise<string | undefined> {
    const item = await table.get(documentKey(place));
    return item?.text as string | undefined;
  },

  /** Writes of a new version: it, its texts, the policy record and `AgreementTemplatePublished`. */
  async publishWrites(
    template: AgreementTemplate,
    documents: readonly AgreementDocument[],
    { at, cause }: Occasion,
  ): Promise<Write[]> {
    const { templateId, agreementType, versionRank, effectiveAt, reacceptanceFrom } = template;
    const key = templateKey(template);
    const detail = { templateId, agreementType, versionRank, effectiveAt, reacceptanceFrom };
    const event = newEvent(
      AgreementTemplatePublished,
      { tenantId: cause.actor.tenantId, aggregateId: templateId, occurredAt: at },
      detail,
    );
    return [
      putNew({ ...key, template }),
      putNew({ ...templateIdKey(templateId), template }),
      ...documents.map(({ text, ...place }) => putNew({ ...documentKey({ templateId, ...place }), text })),
      await policyWrite(table, { templateId, agreementType, versionRank, reacceptanceFrom }),
      ...outboxWrite({ aggregate: key, version: 1, events: [event], cause }),
    ];
  },
});

async function policyWrite(table: Table, added: AgreementPolicyRecord['templates'][number]): Promise<Write> {
  const key = accessKeys.agreementPolicy();
  const item = await table.get(key, { consistent: true });
  const version = (item?.version as number | undefined) ?? 0;
  const { templates } = (item?.record as AgreementPolicyRecord | undefined) ?? { templates: [] };
  const record: AgreementPolicyRecord = {
    templates: [...templates, added].sort((a, b) => a.versionRank - b.versionRank),
  };
  return putIfVersion({ ...accessItem(key, record), version: version + 1 }, version);
}
