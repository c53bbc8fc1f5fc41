/** Families of offers (CAT-1). */
export const families = ['office365', 'ems', 'crm', 'ax', 'azure'] as const;
export type Family = (typeof families)[number];

/** A service of the program, as a partner administers it for a customer. */
export interface Service {
  readonly id: string;
  readonly name: string;
  readonly groupName: string;
}

/** What a subscription of each family gives to administer. */
const SERVICES: Readonly<Record<Family, readonly Service[]>> = {
  office365: [{ id: 'office365', name: 'Office 365', groupName: 'Office' }],
  ems: [
    { id: 'ems', name: 'Enterprise Mobility Suite', groupName: 'Enterprise Mobility' },
    { id: 'intune', name: 'Intune', groupName: 'Enterprise Mobility' },
  ],
  crm: [{ id: 'crm', name: 'Dynamics CRM Online', groupName: 'Dynamics' }],
  ax: [{ id: 'ax', name: 'Dynamics AX', groupName: 'Dynamics' }],
  azure: [{ id: 'azure', name: 'Azure', groupName: 'Azure' }],
};

/** The services of some families, in the order of the program. */
export const servicesOf = (held: readonly Family[]): readonly Service[] =>
  families.filter((family) => held.includes(family)).flatMap((family) => SERVICES[family]);

/**
 * Delegated administration is of all services of the customer, whoever sold them; but in Azure rights are per
 * subscription, and a partner owns those that it sold (DAP-4).
 */
export const isOfSellerAlone = (family: Family): boolean => family === 'azure';
