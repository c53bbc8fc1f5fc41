import { createHmac } from 'node:crypto';
import type { Operation } from '../../../../shared/http/call.ts';
import { sameToken } from '../../../../shared/identity/links.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { addSeconds, epochMs, type Instant } from '../../../../shared/kernel/time.ts';
import { messagePage } from '../../../../shared/pages/message-page.ts';
import { pageReply } from '../../../../shared/pages/page-reply.ts';
import { type AgreementTemplate, type DocumentPlace, pickDocument } from '../domain/agreement.ts';
import { agreementPage } from '../pages/agreement-page.ts';
import type { agreementsRoutes } from '../routes.ts';
import { agreementStore } from '../store/agreement-store.ts';
import { agreementUrl } from './agreement-wire.ts';
import type { Deps } from './dependencies.ts';

type Routes = typeof agreementsRoutes;

/** Seconds that a link to a document lives (AGR-2). */
const LINK_SECONDS = 300;

interface SignedPlace extends DocumentPlace {
  readonly templateId: string;
  readonly untilSeconds: number;
}

const signatureOf = (place: SignedPlace, secret: string): string =>
  createHmac('sha256', secret)
    .update(['document', place.templateId, place.country, place.language, place.untilSeconds].join('\u0000'))
    .digest('base64url');

const secondsOf = (at: Instant): number => Math.floor(epochMs(at) / 1000);

const wantedPlace = (query: { country?: string | undefined; language?: string | undefined }): DocumentPlace => ({
  country: query.country ?? 'US',
  language: query.language ?? 'en-US',
});

/** Links to the text of an agreement for a country in a language, new at each call, alive for five minutes (AGR-2). */
export const viewAgreementDocument: Operation<Routes['viewAgreementDocument'], Deps> = async (
  { path, query, root, at },
  deps,
) => {
  const template = await agreementStore(deps.table).load(path.templateId);
  const place = template && pickDocument(template.documents, wantedPlace(query));
  if (!place) return refuse('resource_not_found');
  const signed = { ...place, templateId: path.templateId, untilSeconds: secondsOf(addSeconds(at, LINK_SECONDS)) };
  const parameters = new URLSearchParams({
    country: place.country,
    language: place.language,
    until: String(signed.untilSeconds),
    signature: signatureOf(signed, deps.linkSecret.current),
  });
  const url = `${agreementUrl(root, path.templateId)}/text?${parameters}`;
  return ok({ status: 200, body: { displayUri: url, downloadUri: `${url}&download=1`, ...place } });
};

/** The text behind such a link; 404 once it has ended. */
export const downloadAgreementText: Operation<Routes['downloadAgreementText'], Deps> = async (call, deps) => {
  const { path, query, at } = call;
  const place = { templateId: path.templateId, country: query.country, language: query.language };
  const signed = { ...place, untilSeconds: query.until };
  const isSigned = deps.linkSecret.accepted.some((secret) => sameToken(query.signature, signatureOf(signed, secret)));
  const text = isSigned && query.until > secondsOf(at) ? await agreementStore(deps.table).document(place) : undefined;
  if (text === undefined)
    return refuse('resource_not_found', { description: 'The link has ended: ask for a new one.' });
  return ok({
    status: 200,
    file: { bytes: text, mediaType: 'text/plain; charset=utf-8' },
    headers: {
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(query.download !== undefined && {
        'content-disposition': `attachment; filename="agreement-${path.templateId}.txt"`,
      }),
    },
  });
};

export const agreementTitle = ({ agreementType, versionRank }: AgreementTemplate): string =>
  `${agreementType === 'MicrosoftCloudAgreement' ? 'Cloud agreement' : 'Customer agreement'}, version ${versionRank}`;

/** The agreement as a page that a partner can show its customer (AGR-1, AGR-2). */
export const showAgreement: Operation<Routes['showAgreement'], Deps> = async (call, deps) => {
  const agreements = agreementStore(deps.table);
  const template = await agreements.load(call.path.templateId);
  const place = template && pickDocument(template.documents, wantedPlace(call.query));
  const text = place && (await agreements.document({ ...place, templateId: template.templateId }));
  if (!template || text === undefined) return pageReply(404, messagePage(noAgreement), call, deps);
  const page = agreementPage({ title: agreementTitle(template), effectiveAt: template.effectiveAt, ...place!, text });
  return pageReply(200, page, call, deps);
};

const noAgreement = {
  title: 'No such agreement',
  paragraphs: ['The link is incomplete, or it is of another program.'],
};
