import { acceptMyAgreement } from './operations/accept-my-agreement.ts';
import { downloadAgreementText, showAgreement, viewAgreementDocument } from './operations/agreement-documents.ts';
import { announceAgreements } from './operations/announce-agreements.ts';
import { confirmCustomerAgreement } from './operations/confirm-customer-agreement.ts';
import { listAgreementTemplates } from './operations/list-agreement-templates.ts';
import { listCustomerAgreements } from './operations/list-customer-agreements.ts';
import { listMyAgreements } from './operations/list-my-agreements.ts';
import { listOutstandingAgreements } from './operations/list-outstanding-agreements.ts';
import { publishAgreementTemplate } from './operations/publish-agreement-template.ts';
import { viewDirectSignedStatus } from './operations/view-direct-signed-status.ts';

/** What answers each route of the slice. */
export const agreementsOperations = {
  publishAgreementTemplate,
  listCustomerAgreements,
  confirmCustomerAgreement,
  listAgreementTemplates,
  viewAgreementDocument,
  showAgreement,
  downloadAgreementText,
  viewDirectSignedStatus,
  listOutstandingAgreements,
  listMyAgreements,
  acceptMyAgreement,
} as const;

/** What each job of the slice does. */
export const agreementsJobFunctions = {
  announceAgreements,
} as const;
