import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { AgreementTemplate } from '../domain/agreement.ts';

/** A version of the customer agreement; stored twice, by version and by id. */
export const agreementTemplateItem = storedKind<{ readonly template: AgreementTemplate }>({
  kind: 'agreementTemplate',
  shape: 1,
  upgrades: [],
});

/** Its text in one country and language. */
export const agreementDocumentItem = storedKind<{ readonly text: string }>({
  kind: 'agreementDocument',
  shape: 1,
  upgrades: [],
});
