import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** Why the program refuses an account, its status or its profiles. */
export const programRefusals = {
  partner_exists: define(409, 980020, 'This company is enrolled already with this tenant.'),
  invalid_partner_transition: define(409, 980021, 'The partner account cannot go to this status from its present one.'),
  notice_too_short: define(400, 980022, 'Notice of the program agreement takes 30 days at least.'),
  agreement_already_signed: define(409, 980024, 'The program agreement is signed already.'),
  organization_not_found: define(404, 3000, 'No partner organization has this network id.'),
  domain_in_use: define(409, 980006, 'This domain is in use already.'),
  compliance_input_malformed: define(400, 2000, 'Give exactly one of mpnId (a number) and tenantId (a GUID).'),
  compliance_input_missing: define(400, 2001, 'Give mpnId or tenantId.'),
  reseller_mpn_unknown: define(400, 2200, 'No enrolled partner has this network id.'),
  reseller_other_region: define(400, 2201, 'The partner with this network id belongs to another region.'),
  reseller_mpn_unsigned: define(400, 2203, 'The partner with this network id has not signed the program agreement.'),
  not_an_indirect_reseller: define(400, 2204, 'The partner is not enrolled as an indirect reseller.'),
  reseller_tenant_unknown: define(400, 2205, 'No partner account has this tenant id.'),
  reseller_tenant_unsigned: define(400, 2206, 'The partner has not signed the program agreement.'),
} as const satisfies RefusalTable;

export type ProgramRefusal = keyof typeof programRefusals;
