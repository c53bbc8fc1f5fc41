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
