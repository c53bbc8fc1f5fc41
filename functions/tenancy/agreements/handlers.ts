import { downloadAgreementText, showAgreement, viewAgreementDocument } from './operations/agreement-documents.ts';
import { confirmCustomerAgreement } from './operations/confirm-customer-agreement.ts';
import { listAgreementTemplates } from './operations/list-agreement-templates.ts';
import { listCustomerAgreements } from './operations/list-customer-agreements.ts';
import { publishAgreementTemplate } from './operations/publish-agreement-template.ts';

/** What answers each route of the slice. */
export const agreementsOperations = {
  publishAgreementTemplate,
  listCustomerAgreements,
  confirmCustomerAgreement,
  listAgreementTemplates,
  viewAgreementDocument,
  showAgreement,
  downloadAgreementText,
} as const;
