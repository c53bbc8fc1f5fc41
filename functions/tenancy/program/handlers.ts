import { replaceAccountSettings, viewAccountSettings } from './operations/account-settings.ts';
import { changePartner } from './operations/change-partner.ts';
import {
  givePartnerNotice,
  giveProgramNotice,
  withdrawPartnerNotice,
  withdrawProgramNotice,
} from './operations/give-notice.ts';
import { authorizePartner, vetPartner } from './operations/judge-partner.ts';
import { keepAgreements } from './operations/keep-agreements.ts';
import { listPartners } from './operations/list-partners.ts';
import { nominatePartner } from './operations/nominate-partner.ts';
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
} from './operations/partner-profiles.ts';
import { signProgramAgreement } from './operations/sign-program-agreement.ts';
import { viewAgreementStatus } from './operations/view-agreement-status.ts';
import { viewPartner } from './operations/view-partner.ts';
import { viewProgramAgreement } from './operations/view-program-agreement.ts';

/** What answers each route of the slice. */
export const programOperations = {
  nominatePartner,
  listPartners,
  viewPartner,
  changePartner,
  authorizePartner,
  vetPartner,
  givePartnerNotice,
  withdrawPartnerNotice,
  giveNotice: giveProgramNotice,
  withdrawNotice: withdrawProgramNotice,
  viewProgramAgreement,
  signProgramAgreement,
  viewAccountSettings,
  replaceAccountSettings,
  viewOrganizationProfile,
  replaceOrganizationProfile,
  viewPartnerBillingProfile,
  replacePartnerBillingProfile,
  viewSupportProfile,
  replaceSupportProfile,
  viewLegalBusinessProfile,
  replaceLegalBusinessProfile,
  viewMpnProfile,
  viewAgreementStatus,
} as const;

/** What each job of the slice does. */
export const programJobFunctions = { keepAgreements } as const;
