import { AgreementTemplatePublished } from '../../../../events/tenancy.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import type { Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { allOf, type Item, putIfVersion, putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { type AgreementPolicyRecord, accessKeys, agreementPolicyItem } from '../../../../shared/identity/access.ts';
import {
  type AgreementDocument,
  type AgreementTemplate,
  announcedAt,
  type DocumentPlace,
} from '../domain/agreement.ts';
import { agreementDocumentItem, agreementTemplateItem, announcementItem } from './agreement-item.ts';
import {
  announcementIndex,
  announcementKey,
  documentKey,
  templateIdKey,
  templateKey,
  templatePartition,
  templatePrefix,
} from './keys.ts';

/** Versions of the customer agreement, their texts, and the policy record that unlocks orders (AGR-1, AGR-2). */
export const agreementStore = (table: Table) => ({
  async list(): Promise<AgreementTemplate[]> {
    const items = await allOf(table, { pk: templatePartition, sk: { beginsWith: templatePrefix }, consistent: true });
    return items.map((item) => agreementTemplateItem.fromItem(item).template);
  },

  async load(templateId: string): Promise<AgreementTemplate | undefined> {
    return templateOf(await table.get(templateIdKey(templateId), { consistent: true }));
  },

  async version(version: Pick<AgreementTemplate, 'agreementType' | 'versionRank'>) {
    return templateOf(await table.get(templateKey(version), { consistent: true }));
  },

  async document(place: DocumentPlace & { templateId: string }): Promise<string | undefined> {
    const item = await table.get(documentKey(place));
    return item && agreementDocumentItem.fromItem(item).text;
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
      putNew(agreementTemplateItem.toItem(key, { template })),
      putNew(agreementTemplateItem.toItem(templateIdKey(templateId), { template })),
      ...documents.map(({ text, ...place }) =>
        putNew(agreementDocumentItem.toItem(documentKey({ templateId, ...place }), { text })),
      ),
      ...announcementWrites(template, await agreementStore(table).list()),
      await policyWrite(table, { templateId, agreementType, versionRank, reacceptanceFrom }),
      ...outboxWrite({ aggregate: key, version: 1, events: [event], cause }),
    ];
  },
});

/** Partners are to be told of a version that takes another's place. */
function announcementWrites(template: AgreementTemplate, others: readonly AgreementTemplate[]): Write[] {
  const { templateId } = template;
  const dueAt = announcedAt(template, others);
  if (dueAt === undefined) return [];
  const keys = { ...announcementKey(templateId), ...announcementIndex({ templateId, dueAt }) };
  return [putNew(announcementItem.toItem(keys, { templateId, version: 1, dueAt, isDone: false }))];
}

const templateOf = (item: Item | undefined) => item && agreementTemplateItem.fromItem(item).template;

async function policyWrite(table: Table, added: AgreementPolicyRecord['templates'][number]): Promise<Write> {
  const key = accessKeys.agreementPolicy();
  const item = await table.get(key, { consistent: true });
  const { record: before, version = 0 } = item ? agreementPolicyItem.fromItem(item) : {};
  const record: AgreementPolicyRecord = {
    templates: [...(before?.templates ?? []), added].sort((a, b) => a.versionRank - b.versionRank),
  };
  return putIfVersion(agreementPolicyItem.toItem(key, { record, version: version + 1 }), version);
}
