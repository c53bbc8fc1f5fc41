/** What operations and stores of the slices above may use. */
export {
  type Acceptance,
  type AgreementTemplate,
  type AgreementType,
  agreementTypes,
  checkConfirmation,
  DEFAULT_AGREEMENT_TYPE,
  templatesInEffect,
} from './domain/agreement.ts';
export { agreementTitle } from './operations/agreement-documents.ts';
export { agreementUrl } from './operations/agreement-wire.ts';
export type { ConfirmDeps as AgreementsDeps, ConfirmRoute } from './operations/confirm-customer-agreement.ts';
export { firstAgreementText } from './operations/first-agreement-text.ts';
export { acceptanceOf, acceptancePlace } from './store/acceptance-store.ts';
export { agreementStore } from './store/agreement-store.ts';
export { acceptancePartition } from './store/keys.ts';
