import { guidOf } from './client.ts';

/** Who takes part. All names are invented; the domains cannot exist (RFC 2606). */

export type ProgramRole = 'directPartner' | 'indirectProvider' | 'indirectReseller' | 'advisor';
export type AgentRole = 'AdminAgent' | 'HelpdeskAgent' | 'SalesAgent';

/** A user of a partner, and the application that is bound to it and so acts with its roles. */
export interface StaffPlan {
  /** Its name in credentials.json. */
  readonly key: string;
  readonly displayName: string;
  /** What is before the @. */
  readonly name: string;
  readonly agentRoles: readonly AgentRole[];
  readonly ownTenantRole: 'globalAdmin' | 'none';
}

export interface PartnerPlan {
  readonly key: string;
  readonly tenantId: string;
  readonly companyName: string;
  readonly domain: string;
  readonly country: string;
  readonly programRole: ProgramRole;
  readonly mpnId: string;
  readonly admin: { readonly displayName: string; readonly email: string };
  readonly staff: readonly StaffPlan[];
  /** Also gets an application that is bound to nobody: app-only tokens. */
  readonly hasAppOnly?: true;
}

const staff = (
  key: string,
  displayName: string,
  agentRoles: readonly AgentRole[],
  ownTenantRole: StaffPlan['ownTenantRole'] = 'none',
): StaffPlan => ({
  key,
  displayName,
  name: displayName.toLowerCase().replaceAll(' ', '.'),
  agentRoles,
  ownTenantRole,
});

const partner = (plan: Omit<PartnerPlan, 'tenantId'>): PartnerPlan => ({
  ...plan,
  tenantId: guidOf('partner', plan.domain),
});

/** Those of credentials.json: there whether the demo program is loaded or not. */
export const enrolledPartners: readonly PartnerPlan[] = [
  partner({
    key: 'harbor',
    companyName: 'Harbor Cloud Services',
    domain: 'harborcloud.example',
    country: 'US',
    programRole: 'directPartner',
    mpnId: '4390001',
    admin: { displayName: 'Grace Lindqvist', email: 'grace.lindqvist@harborcloud.example' },
    staff: [
      staff('adminAgent', 'Amir Haddad', ['AdminAgent']),
      staff('helpdeskAgent', 'Hanna Okafor', ['HelpdeskAgent']),
      staff('salesAgent', 'Sam Whitfield', ['SalesAgent']),
      staff('globalAdmin', 'Gloria Reyes', [], 'globalAdmin'),
    ],
    hasAppOnly: true,
  }),
  partner({
    key: 'prairie',
    companyName: 'Prairie IT Cooperative',
    domain: 'prairieit.example',
    country: 'US',
    programRole: 'directPartner',
    mpnId: '4390002',
    admin: { displayName: 'Otto Brandt', email: 'otto.brandt@prairieit.example' },
    staff: [staff('otherPartnerAdmin', 'Olive Tanaka', ['AdminAgent'], 'globalAdmin')],
  }),
  partner({
    key: 'meridian',
    companyName: 'Meridian Distribution',
    domain: 'meridiandistribution.example',
    country: 'US',
    programRole: 'indirectProvider',
    mpnId: '4390003',
    admin: { displayName: 'Priya Raman', email: 'priya.raman@meridiandistribution.example' },
    staff: [staff('providerAdmin', 'Paul Castellano', ['AdminAgent'], 'globalAdmin')],
  }),
  partner({
    key: 'corner',
    companyName: 'Corner Office IT',
    domain: 'cornerofficeit.example',
    country: 'US',
    programRole: 'indirectReseller',
    mpnId: '4390004',
    admin: { displayName: 'Rosa Delgado', email: 'rosa.delgado@cornerofficeit.example' },
    staff: [staff('resellerAdmin', 'Rene Fournier', ['AdminAgent'], 'globalAdmin')],
  }),
  partner({
    key: 'compass',
    companyName: 'Compass Advisory',
    domain: 'compassadvisory.example',
    country: 'US',
    programRole: 'advisor',
    mpnId: '4390005',
    admin: { displayName: 'Vera Novak', email: 'vera.novak@compassadvisory.example' },
    staff: [staff('advisorAdmin', 'Viktor Hale', ['AdminAgent'], 'globalAdmin')],
  }),
];

/** Those that only the demo program has: other regions, other currencies. */
export const demoPartners: readonly PartnerPlan[] = [
  partner({
    key: 'thames',
    companyName: 'Thames Cloud Ltd',
    domain: 'thamescloud.example',
    country: 'GB',
    programRole: 'directPartner',
    mpnId: '4390006',
    admin: { displayName: 'Imogen Clarke', email: 'imogen.clarke@thamescloud.example' },
    staff: [staff('thamesAdmin', 'Tobias Wren', ['AdminAgent'], 'globalAdmin')],
  }),
  partner({
    key: 'sakura',
    companyName: 'Sakura Systems KK',
    domain: 'sakurasystems.example',
    country: 'JP',
    programRole: 'directPartner',
    mpnId: '4390007',
    admin: { displayName: 'Kenji Mori', email: 'kenji.mori@sakurasystems.example' },
    staff: [staff('sakuraAdmin', 'Sora Ishikawa', ['AdminAgent'], 'globalAdmin')],
  }),
];

/** A company that buys direct and has no partner yet: it can accept an invitation, and look at its own administration. */
export const openCustomer = {
  tenantId: guidOf('customer', 'lakeside'),
  companyName: 'Lakeside Furniture',
  domain: 'lakeside.onprogram.example',
  country: 'US',
  email: 'office@lakeside.example',
  address: {
    country: 'US',
    addressLine1: '7 Lakeside Road',
    city: 'Madison',
    state: 'WI',
    postalCode: '53704',
    firstName: 'Lena',
    lastName: 'Park',
    phoneNumber: '6085550177',
  },
  admin: { name: 'admin', displayName: 'Lena Park', email: 'lena.park@lakeside.example' },
  user: { name: 'milo.grant', displayName: 'Milo Grant', email: 'milo.grant@lakeside.example' },
} as const;
