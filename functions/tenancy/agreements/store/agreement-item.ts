import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Cursor } from '../../../../shared/dynamo/table.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { Acceptance, AgreementTemplate } from '../domain/agreement.ts';

/** A version of the customer agreement; stored twice, by version and by id. */
export const agreementTemplateItem = storedKind<{ readonly template: AgreementTemplate }>({
  kind: 'agreementTemplate',
  shape: 1,
  upgrades: [],
});

/** That partners are to be told of a version, and behind which of them they have been. */
export interface Announcement {
  readonly templateId: string;
  readonly version: number;
  readonly dueAt: Instant;
  readonly after?: Cursor;
  readonly isDone: boolean;
}
export const announcementItem = storedKind<Announcement>({ kind: 'agreementAnnouncement', shape: 1, upgrades: [] });

/** That a partner was told. */
export const toldItem = storedKind<{ readonly toldAt: Instant }>({
  kind: 'agreementTold',
  shape: 1,
  upgrades: [],
});

export const acceptanceItem = storedKind<Acceptance>({ kind: 'agreementAcceptance', shape: 1, upgrades: [] });

/** Its text in one country and language. */
export const agreementDocumentItem = storedKind<{ readonly text: string }>({
  kind: 'agreementDocument',
  shape: 1,
  upgrades: [],
});
