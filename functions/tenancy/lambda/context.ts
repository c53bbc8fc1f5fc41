import type { Operations } from '../../../shared/http/call.ts';
import type { ConsumerFunctions } from '../../../shared/messaging/consumer.ts';
import type { JobFunctions } from '../../../shared/messaging/jobs.ts';
import { tenancyConsumers } from '../consumers.ts';
import { tenancyJobs } from '../jobs.ts';
import { acceptInvitation } from '../operations/accept-invitation.ts';
import { showAcceptance, showAccepted, submitAcceptance } from '../operations/acceptance-pages.ts';
import { downloadAgreementText, showAgreement, viewAgreementDocument } from '../operations/agreement-documents.ts';
import { deleteApplicationSecret, listApplicationSecrets } from '../operations/application-secrets.ts';
import { authorize, authorizeV2 } from '../operations/authorize.ts';
import { changeCustomer } from '../operations/change-customer.ts';
import { changePartner } from '../operations/change-partner.ts';
import { changePartnerUser } from '../operations/change-partner-user.ts';
import { showPasswordChoice, submitChosenPassword } from '../operations/choose-password.ts';
import { completeSignIn } from '../operations/complete-sign-in.ts';
import { confirmCustomerAgreement } from '../operations/confirm-customer-agreement.ts';
import { createApplication } from '../operations/create-application.ts';
import { createApplicationSecret } from '../operations/create-application-secret.ts';
import { createCustomer } from '../operations/create-customer.ts';
import { createOperatorCustomer } from '../operations/create-operator-customer.ts';
import { createPartnerUser } from '../operations/create-partner-user.ts';
import {
  replaceCustomerBillingProfile,
  viewCustomerBillingProfile,
  viewCustomerCompanyProfile,
  viewValidationStatus,
} from '../operations/customer-profiles.ts';
import {
  changeCustomerUser,
  changeMyUser,
  createCustomerUser,
  createMyUser,
  deleteCustomerUser,
  deleteMyUser,
  listCustomerUsers,
  listMyUsers,
  resetCustomerUserPassword,
  viewCustomerUser,
  viewMyUser,
} from '../operations/customer-users.ts';
import { deleteApplication } from '../operations/delete-application.ts';
import type { Deps } from '../operations/dependencies.ts';
import {
  discoverInstance,
  listSigningKeys,
  viewOpenidConfiguration,
  viewOpenidConfigurationV2,
} from '../operations/discover-authority.ts';
import { checkDomain, checkDomainAvailability } from '../operations/domains.ts';
import { followSubscriptions } from '../operations/follow-subscriptions.ts';
import { issueToken, issueTokenV2 } from '../operations/issue-token.ts';
import { listAgreementTemplates } from '../operations/list-agreement-templates.ts';
import { listApplications } from '../operations/list-applications.ts';
import { listCustomerAgreements } from '../operations/list-customer-agreements.ts';
import { listCustomers } from '../operations/list-customers.ts';
import { listDelegatedAdminPrivileges } from '../operations/list-delegated-admin-privileges.ts';
import { listMyPartners } from '../operations/list-my-partners.ts';
import { listOperatorCustomers } from '../operations/list-operator-customers.ts';
import { listPartnerUsers } from '../operations/list-partner-users.ts';
import { listPartners } from '../operations/list-partners.ts';
import { listCustomerRelationships, listPartnerRelationships } from '../operations/list-relationships.ts';
import { mailInvitation } from '../operations/mail-invitation.ts';
import { validateAddress, viewCountryRules } from '../operations/markets.ts';
import { nominatePartner } from '../operations/nominate-partner.ts';
import {
  replaceLegalBusinessProfile,
  replaceOrganizationProfile,
  replacePartnerBillingProfile,
  replaceSupportProfile,
  viewLegalBusinessProfile,
  viewMpnProfile,
  viewOrganizationProfile,
  viewPartnerBillingProfile,
  viewSupportProfile,
} from '../operations/partner-profiles.ts';
import { acceptPartnership, showPartnership, viewPartnershipRequest } from '../operations/partnership-request.ts';
import { showPasswordForm, submitPassword } from '../operations/password-pages.ts';
import { publishAgreementTemplate } from '../operations/publish-agreement-template.ts';
import { purgeUsers } from '../operations/purge-users.ts';
import { removeMyPartnerPrivileges } from '../operations/remove-my-partner-privileges.ts';
import { rotateInvitation } from '../operations/rotate-invitation.ts';
import { setCustomerValidation } from '../operations/set-customer-validation.ts';
import { showInvitation } from '../operations/show-invitation.ts';
import { showStyle } from '../operations/show-style.ts';
import { signProgramAgreement } from '../operations/sign-program-agreement.ts';
import { startInvitationSignIn } from '../operations/start-invitation-sign-in.ts';
import { viewAgreementStatus } from '../operations/view-agreement-status.ts';
import { viewApplication } from '../operations/view-application.ts';
import { viewCustomer } from '../operations/view-customer.ts';
import { viewDelegatedAdminRequest } from '../operations/view-delegated-admin-request.ts';
import { viewInvitation } from '../operations/view-invitation.ts';
import { viewMyOrganization } from '../operations/view-my-organization.ts';
import { viewPartner } from '../operations/view-partner.ts';
import { viewPartnerUser } from '../operations/view-partner-user.ts';
import { viewProgramAgreement } from '../operations/view-program-agreement.ts';
import { viewRelationshipRequest } from '../operations/view-relationship-request.ts';
import { tenancyRoutes } from '../routes.ts';

const operations: Operations<typeof tenancyRoutes.routes, Deps> = {
  nominatePartner,
  listPartners,
  viewPartner,
  changePartner,
  createOperatorCustomer,
  listOperatorCustomers,
  setCustomerValidation,
  publishAgreementTemplate,
  viewProgramAgreement,
  signProgramAgreement,
  listPartnerUsers,
  createPartnerUser,
  viewPartnerUser,
  changePartnerUser,
  listApplications,
  createApplication,
  viewApplication,
  deleteApplication,
  createApplicationSecret,
  listApplicationSecrets,
  deleteApplicationSecret,
  createCustomer,
  listCustomers,
  viewCustomer,
  listCustomerAgreements,
  confirmCustomerAgreement,
  listAgreementTemplates,
  changeCustomer,
  listDelegatedAdminPrivileges,
  viewRelationshipRequest,
  mailInvitation,
  rotateInvitation,
  viewDelegatedAdminRequest,
  viewInvitation,
  acceptInvitation,
  listMyPartners,
  removeMyPartnerPrivileges,
  viewMyOrganization,
  issueToken,
  issueTokenV2,
  authorize,
  authorizeV2,
  discoverInstance,
  viewOpenidConfiguration,
  viewOpenidConfigurationV2,
  listSigningKeys,
  viewOrganizationProfile,
  replaceOrganizationProfile,
  viewPartnerBillingProfile,
  replacePartnerBillingProfile,
  viewSupportProfile,
  replaceSupportProfile,
  viewLegalBusinessProfile,
  replaceLegalBusinessProfile,
  viewMpnProfile,
  listPartnerRelationships,
  viewPartnershipRequest,
  acceptPartnership,
  showPartnership,
  viewAgreementStatus,
  viewCustomerCompanyProfile,
  viewCustomerBillingProfile,
  replaceCustomerBillingProfile,
  listCustomerRelationships,
  viewValidationStatus,
  checkDomain,
  checkDomainAvailability,
  validateAddress,
  viewCountryRules,
  listCustomerUsers,
  createCustomerUser,
  viewCustomerUser,
  changeCustomerUser,
  resetCustomerUserPassword,
  deleteCustomerUser,
  listMyUsers,
  createMyUser,
  viewMyUser,
  changeMyUser,
  deleteMyUser,
  viewAgreementDocument,
  showAgreement,
  downloadAgreementText,
  showInvitation,
  startInvitationSignIn,
  completeSignIn,
  showAcceptance,
  submitAcceptance,
  showAccepted,
  showPasswordForm,
  submitPassword,
  showPasswordChoice,
  submitChosenPassword,
  showStyle,
};

const consumerFunctions: ConsumerFunctions<typeof tenancyConsumers.consumers, Deps> = { followSubscriptions };
const jobFunctions: JobFunctions<typeof tenancyJobs.jobs, Deps> = { purgeUsers };

/** The whole context, composed without an environment: functions, tests and the simulation give it what it works with. */
export const tenancyContext = {
  routes: tenancyRoutes,
  operations,
  consumers: tenancyConsumers,
  consumerFunctions,
  jobs: tenancyJobs,
  jobFunctions,
};
