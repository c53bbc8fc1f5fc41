import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { type Instant, instant, toWireInstant } from '../../../../shared/kernel/time.ts';
import { type AgreementTemplate, checkDates, reacceptanceDefault } from '../domain/agreement.ts';
import type { agreementsRoutes } from '../routes.ts';
import { agreementStore } from '../store/agreement-store.ts';
import { agreementUrl } from './agreement-wire.ts';
import type { Deps } from './dependencies.ts';

type Publish = typeof agreementsRoutes.publishAgreementTemplate;

/**
 * Publishes a version of the customer agreement (AGR-2). From `reacceptanceFrom` on only acceptances of it or a newer
 * one unlock orders; without that date: at once for a first version, after 30 days' notice for a later one. Partners are
 * told 30 days ahead of it. Refuses a version that exists.
 */
export const publishAgreementTemplate: Operation<Publish, Deps> = (call, deps) =>
  retryOnConflict(() => attempt(call, deps));

const attempt = async (call: Call<Publish>, { table }: Deps): ReturnType<Operation<Publish, Deps>> => {
  const { documents } = call.body;
  const places = new Set(documents.map(({ country, language }) => `${country}#${language.toLowerCase()}`));
  if (places.size < documents.length)
    return refuse('invalid_input', { field: 'documents', description: 'A country and language is given twice.' });
  const agreements = agreementStore(table);
  const template = newTemplate(call);
  const dates = checkDates(template);
  if (!dates.ok) return dates;
  if ((await agreements.version(template)) || (await agreements.load(template.templateId)))
    return refuse('template_version_exists');
  const reply = { status: 201, body: toTemplateWire(template, call.root) } as const;
  await table.write([
    ...(await agreements.publishWrites(template, documents, occasionOf(call))),
    ...call.once.complete(reply),
  ]);
  return ok(reply);
};

function newTemplate({ body, at, once }: Call<Publish>): AgreementTemplate {
  const { agreementType, versionRank, documents } = body;
  const effectiveAt: Instant = body.effectiveDate === undefined ? at : instant(body.effectiveDate);
  return {
    templateId: body.templateId ?? once.id('template'),
    agreementType,
    versionRank,
    effectiveAt,
    reacceptanceFrom:
      body.reacceptanceFrom === undefined
        ? reacceptanceDefault(versionRank, effectiveAt, at)
        : instant(body.reacceptanceFrom),
    publishedAt: at,
    ...given({ agreementLink: body.agreementLink }),
    documents: documents.map(({ country, language }) => ({ country, language })),
  };
}

const toTemplateWire = ({ templateId, agreementType, versionRank, ...template }: AgreementTemplate, root: string) => ({
  templateId,
  agreementType,
  versionRank,
  effectiveDate: toWireInstant(template.effectiveAt),
  reacceptanceFrom: toWireInstant(template.reacceptanceFrom),
  documents: [...template.documents],
  agreementLink: template.agreementLink ?? agreementUrl(root, templateId),
  attributes: { objectType: 'AgreementTemplate' as const },
});
