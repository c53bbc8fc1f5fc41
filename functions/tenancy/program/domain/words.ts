/** Closed lists of words, in the spelling of the contract. */
export const programRoles = ['directPartner', 'indirectProvider', 'indirectReseller', 'advisor'] as const;
export const partnerStatuses = [
  'nominated',
  'approved',
  'active',
  'suspended',
  'runOff',
  'terminated',
  'outOfBusiness',
  'rejected',
] as const;

export const noticeTypes = ['nonRenewal', 'termination', 'breach'] as const;
export const partnerNoticeTypes = ['nonRenewal', 'termination'] as const;
export const vettingStatuses = ['none', 'pending', 'authorized', 'rejected'] as const;
export const vettingSubStatuses = [
  'none',
  'entry',
  'email_ownership',
  'email_domain',
  'employment_verification',
  'decision',
  'other',
  'business_verification',
] as const;
