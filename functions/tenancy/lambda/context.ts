import type { Operations } from '../../../shared/http/call.ts';
import type { ConsumerFunctions } from '../../../shared/messaging/consumer.ts';
import type { JobFunctions } from '../../../shared/messaging/jobs.ts';
import {
  downloadAgreementText,
  showAgreement,
  viewAgreementDocument,
} from '../agreements/operations/agreement-documents.ts';
import { confirmCustomerAgreement } from '../agreements/operations/confirm-customer-agreement.ts';
import { listAgreementTemplates } from '../agreements/operations/list-agreement-templates.ts';
import { listCustomerAgreements } from '../agreements/operations/list-customer-agreements.ts';
import { publishAgreementTemplate } from '../agreements/operations/publish-agreement-template.ts';
import { tenancyConsumers } from '../consumers.ts';
import { changeCustomer } from '../customers/operations/change-customer.ts';
import { createCustomer } from '../customers/operations/create-customer.ts';
import { createOperatorCustomer } from '../customers/operations/create-operator-customer.ts';
import {
  replaceCustomerBillingProfile,
  viewCustomerBillingProfile,
  viewCustomerCompanyProfile,
  viewValidationStatus,
} from '../customers/operations/customer-profiles.ts';
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
} from '../customers/operations/customer-users.ts';
import { followSubscriptions } from '../customers/operations/follow-subscriptions.ts';
import { listCustomers } from '../customers/operations/list-customers.ts';
import { listOperatorCustomers } from '../customers/operations/list-operator-customers.ts';
import { removeMyPartnerPrivileges } from '../customers/operations/remove-my-partner-privileges.ts';
import { setCustomerValidation } from '../customers/operations/set-customer-validation.ts';
import { viewCustomer } from '../customers/operations/view-customer.ts';
import { viewMyOrganization } from '../customers/operations/view-my-organization.ts';
import { acceptInvitation } from '../invitations/operations/accept-invitation.ts';
import { mailInvitation } from '../invitations/operations/mail-invitation.ts';
import {
  acceptPartnership,
  showPartnership,
  viewPartnershipRequest,
} from '../invitations/operations/partnership-request.ts';
import { rotateInvitation } from '../invitations/operations/rotate-invitation.ts';
import { viewDelegatedAdminRequest } from '../invitations/operations/view-delegated-admin-request.ts';
import { viewInvitation } from '../invitations/operations/view-invitation.ts';
import { viewRelationshipRequest } from '../invitations/operations/view-relationship-request.ts';
import { tenancyJobs } from '../jobs.ts';
import type { Deps } from '../operations/dependencies.ts';
import { deleteApplicationSecret, listApplicationSecrets } from '../people/operations/application-secrets.ts';
import { changePartnerUser } from '../people/operations/change-partner-user.ts';
import { createApplication } from '../people/operations/create-application.ts';
import { createApplicationSecret } from '../people/operations/create-application-secret.ts';
import { createPartnerUser } from '../people/operations/create-partner-user.ts';
import { deleteApplication } from '../people/operations/delete-application.ts';
import { listApplications } from '../people/operations/list-applications.ts';
import { listPartnerUsers } from '../people/operations/list-partner-users.ts';
import { purgeUsers } from '../people/operations/purge-users.ts';
import { viewApplication } from '../people/operations/view-application.ts';
import { viewPartnerUser } from '../people/operations/view-partner-user.ts';
import { changePartner } from '../program/operations/change-partner.ts';
import { listPartners } from '../program/operations/list-partners.ts';
import { nominatePartner } from '../program/operations/nominate-partner.ts';
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
} from '../program/operations/partner-profiles.ts';
import { signProgramAgreement } from '../program/operations/sign-program-agreement.ts';
import { viewAgreementStatus } from '../program/operations/view-agreement-status.ts';
import { viewPartner } from '../program/operations/view-partner.ts';
import { viewProgramAgreement } from '../program/operations/view-program-agreement.ts';
import { listDelegatedAdminPrivileges } from '../relationships/operations/list-delegated-admin-privileges.ts';
import { listMyPartners } from '../relationships/operations/list-my-partners.ts';
import { listCustomerRelationships, listPartnerRelationships } from '../relationships/operations/list-relationships.ts';
import { tenancyRoutes } from '../routes.ts';
import { showAcceptance, showAccepted, submitAcceptance } from '../sign-in/operations/acceptance-pages.ts';
import { authorize, authorizeV2 } from '../sign-in/operations/authorize.ts';
import { showPasswordChoice, submitChosenPassword } from '../sign-in/operations/choose-password.ts';
import { completeSignIn } from '../sign-in/operations/complete-sign-in.ts';
import {
  discoverInstance,
  listSigningKeys,
  viewOpenidConfiguration,
  viewOpenidConfigurationV2,
} from '../sign-in/operations/discover-authority.ts';
import { issueToken, issueTokenV2 } from '../sign-in/operations/issue-token.ts';
import { showPasswordForm, submitPassword } from '../sign-in/operations/password-pages.ts';
import { showInvitation } from '../sign-in/operations/show-invitation.ts';
import { showStyle } from '../sign-in/operations/show-style.ts';
import { startInvitationSignIn } from '../sign-in/operations/start-invitation-sign-in.ts';
import { checkDomain, checkDomainAvailability } from '../tenants/operations/domains.ts';
import { validateAddress, viewCountryRules } from '../tenants/operations/markets.ts';

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
