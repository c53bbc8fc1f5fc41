/** What the demo partners sell in their first hour: customers, orders and carts, as fixed data. Offers are named, not numbered. */

export interface LinePlan {
  /** Name of a commercial offer in catalogue.csv. */
  readonly offer: string;
  readonly seats: number;
  /** Free text of the partner (ORD-5); also how a later change finds the subscription. */
  readonly nickname: string;
  /** Nickname of an earlier subscription that this add-on belongs to. */
  readonly addTo?: string;
}

export interface OrderPlan {
  readonly billingCycle: 'monthly' | 'annual';
  readonly lines: readonly LinePlan[];
}

/** A base with the add-ons bought with it. */
export type CartLinePlan = LinePlan & {
  readonly billingCycle: 'monthly' | 'annual';
  readonly addOns?: readonly LinePlan[];
};

export interface CustomerPlan {
  /** Key of the partner that sells. */
  readonly partner: string;
  readonly companyName: string;
  readonly domainPrefix: string;
  readonly country: 'US' | 'GB' | 'FR' | 'JP';
  readonly contact: { readonly firstName: string; readonly lastName: string };
  /** Key of the indirect reseller for which a provider creates the customer. */
  readonly reseller?: string;
  readonly orders: readonly OrderPlan[];
  readonly cart?: readonly CartLinePlan[];
}

const line = (offer: string, seats: number, nickname: string, addTo?: string): LinePlan => ({
  offer,
  seats,
  nickname,
  ...(addTo !== undefined && { addTo }),
});
const monthly = (...lines: LinePlan[]): OrderPlan => ({ billingCycle: 'monthly', lines });
const annual = (...lines: LinePlan[]): OrderPlan => ({ billingCycle: 'annual', lines });

export const customers: readonly CustomerPlan[] = [
  {
    partner: 'harbor',
    companyName: 'Alder Dental Group',
    domainPrefix: 'alderdental',
    country: 'US',
    contact: { firstName: 'Ana', lastName: 'Alder' },
    orders: [
      monthly(
        line('Office 365 Enterprise E3', 25, 'Practice staff'),
        line('Enterprise Mobility + Security E3', 25, 'Device management'),
        line('Visio Online Plan 2', 3, 'Floor plans'),
        line('Project Online Professional', 2, 'Clinic opening'),
      ),
      monthly(
        line('Audio Conferencing', 10, 'Dial-in for dentists', 'Practice staff'),
        line('Office 365 Advanced Threat Protection', 25, 'Mail protection', 'Practice staff'),
      ),
    ],
  },
  {
    partner: 'harbor',
    companyName: 'Bluefin Logistics',
    domainPrefix: 'bluefinlogistics',
    country: 'US',
    contact: { firstName: 'Ben', lastName: 'Okoro' },
    orders: [
      annual(
        line('Office 365 Business Premium', 40, 'Dispatch'),
        line('Intune', 40, 'Drivers’ tablets'),
        line('Power BI Pro', 5, 'Fleet reports'),
      ),
      monthly(
        line('Microsoft Dynamics CRM Online Professional', 8, 'Key accounts'),
        line('Microsoft Dynamics CRM Online Basic', 4, 'Order desk'),
      ),
    ],
  },
  {
    partner: 'harbor',
    companyName: 'Cedar Mill Foods',
    domainPrefix: 'cedarmillfoods',
    country: 'US',
    contact: { firstName: 'Carla', lastName: 'Mills' },
    orders: [],
    cart: [
      {
        ...line('Microsoft 365 E3', 60, 'Offices'),
        billingCycle: 'monthly',
        addOns: [line('Phone System', 30, 'Desk phones'), line('Audio Conferencing', 12, 'Dial-in')],
      },
      {
        ...line('Exchange Online (Plan 1)', 20, 'Warehouse mail'),
        billingCycle: 'monthly',
        addOns: [line('Exchange Online Archiving for Exchange Online', 20, 'Mail archive')],
      },
      { ...line('Azure Active Directory Premium P2', 5, 'Privileged accounts'), billingCycle: 'annual' },
    ],
  },
  {
    partner: 'harbor',
    companyName: 'Dunmore Architects',
    domainPrefix: 'dunmorearchitects',
    country: 'US',
    contact: { firstName: 'Dara', lastName: 'Dunmore' },
    orders: [
      monthly(
        line('Microsoft 365 Business', 12, 'Studio'),
        line('Visio Online Plan 1', 4, 'Diagrams'),
        line('Microsoft 365 F1', 6, 'Site crew'),
      ),
    ],
  },
  {
    partner: 'harbor',
    companyName: 'Everglade Realty',
    domainPrefix: 'evergladerealty',
    country: 'US',
    contact: { firstName: 'Eli', lastName: 'Santos' },
    orders: [
      monthly(
        line('Office 365 F1', 30, 'Agents'),
        line('Office 365 Enterprise E1', 10, 'Back office'),
        line('Microsoft Dynamics CRM Online Essential', 6, 'Listings'),
      ),
    ],
  },
  {
    partner: 'prairie',
    companyName: 'Foxglove Legal',
    domainPrefix: 'foxglovelegal',
    country: 'US',
    contact: { firstName: 'Fiona', lastName: 'Glover' },
    orders: [
      monthly(
        line('Office 365 Enterprise E5', 9, 'Lawyers'),
        line('Enterprise Mobility + Security E5', 9, 'Lawyers’ devices'),
        line('Windows 10 Enterprise E3', 9, 'Laptops'),
      ),
      annual(line('Project Online Professional', 2, 'Case planning'), line('Power BI Pro', 3, 'Time reports')),
    ],
  },
  {
    partner: 'thames',
    companyName: 'Grange Hotels',
    domainPrefix: 'grangehotels',
    country: 'GB',
    contact: { firstName: 'Gwen', lastName: 'Harlow' },
    orders: [
      monthly(
        line('Office 365 Business Essentials', 80, 'Front desks'),
        line('Office 365 Enterprise E3', 15, 'Management'),
        line('Office 365 Cloud App Security', 15, 'Cloud monitoring'),
        line('Power BI Pro', 4, 'Occupancy reports'),
      ),
      monthly(line('Phone System', 15, 'Reception phones', 'Management')),
    ],
  },
  {
    partner: 'thames',
    companyName: 'Hallam Engineering',
    domainPrefix: 'hallamengineering',
    country: 'GB',
    contact: { firstName: 'Hugh', lastName: 'Ainsley' },
    orders: [
      annual(
        line('Microsoft 365 E3', 35, 'Engineers'),
        line('Project Online Premium', 6, 'Programme office'),
        line('Visio Online Plan 2', 10, 'Drawings'),
      ),
      annual(line('Audio Conferencing', 12, 'Site calls', 'Engineers')),
    ],
  },
  {
    partner: 'thames',
    companyName: 'Imprimerie Soleil',
    domainPrefix: 'imprimeriesoleil',
    country: 'FR',
    contact: { firstName: 'Inès', lastName: 'Moreau' },
    orders: [
      monthly(
        line('Office 365 Business Premium', 18, 'Atelier'),
        line('Microsoft Dynamics CRM Online Professional', 5, 'Ventes'),
        line('Intune', 18, 'Appareils'),
      ),
    ],
  },
  {
    partner: 'sakura',
    companyName: 'Jiyu Foods',
    domainPrefix: 'jiyufoods',
    country: 'JP',
    contact: { firstName: 'Jun', lastName: 'Kobayashi' },
    orders: [
      monthly(
        line('Office 365 Business', 50, 'Stores'),
        line('Azure Active Directory Premium P1', 50, 'Store sign-in'),
        line('SharePoint Online (Plan 1)', 8, 'Recipes'),
      ),
      monthly(line('Office 365 Extra File Storage', 40, 'Photographs', 'Stores')),
    ],
  },
  {
    partner: 'sakura',
    companyName: 'Kaede Medical',
    domainPrefix: 'kaedemedical',
    country: 'JP',
    contact: { firstName: 'Keiko', lastName: 'Ueda' },
    orders: [
      annual(
        line('Office 365 Enterprise E3', 22, 'Clinics'),
        line('Azure Information Protection Plan 1', 22, 'Patient files'),
        line('Skype for Business Online (Plan 2)', 5, 'Consultations'),
      ),
    ],
  },
  {
    partner: 'meridian',
    companyName: 'Larch Veterinary',
    domainPrefix: 'larchveterinary',
    country: 'US',
    contact: { firstName: 'Lars', lastName: 'Bergman' },
    reseller: 'corner',
    orders: [
      monthly(
        line('Office 365 Business Premium', 14, 'Vets'),
        line('Exchange Online Kiosk', 9, 'Assistants'),
        line('Azure Active Directory Basic', 23, 'Directory'),
      ),
    ],
  },
  {
    partner: 'meridian',
    companyName: 'Mesa Print Works',
    domainPrefix: 'mesaprintworks',
    country: 'US',
    contact: { firstName: 'Mona', lastName: 'Estrada' },
    reseller: 'corner',
    orders: [
      monthly(
        line('Office 365 ProPlus', 20, 'Prepress'),
        line('OneDrive for Business (Plan 2)', 20, 'Artwork'),
        line('Microsoft Flow Plan 1', 5, 'Job tickets'),
      ),
      annual(line('Microsoft Dynamics CRM Online Professional', 3, 'Quotes')),
    ],
  },
  {
    partner: 'meridian',
    companyName: 'Nimbus Travel',
    domainPrefix: 'nimbustravel',
    country: 'US',
    contact: { firstName: 'Nadia', lastName: 'Rahimi' },
    orders: [
      monthly(
        line('Microsoft 365 E5', 11, 'Planners'),
        line('Microsoft PowerApps Plan 1', 11, 'Booking apps'),
        line('Microsoft Social Engagement Professional', 2, 'Reputation'),
      ),
      monthly(line('Microsoft Social Engagement Additional 10K Posts', 1, 'Busy season', 'Reputation')),
    ],
  },
];

/** An order of which one line cannot be sold: nothing of it is bought. */
export const refusedOrder = {
  partner: 'harbor',
  customer: 'Dunmore Architects',
  lines: [
    line('Power BI Pro', 3, 'Reports'),
    line('Office 365 Enterprise E3 (Nonprofit Staff Pricing)', 12, 'At the price for nonprofits'),
  ],
} as const;

/** People of customers whom their partner enters in the directory, and gives a licence of what it sold. */
export interface LicensedPlan {
  readonly partner: string;
  readonly customer: string;
  /** Names of offers; each of the people gets a licence of the plan of each. */
  readonly offers: readonly string[];
  readonly people: readonly string[];
}

export const licensed: readonly LicensedPlan[] = [
  {
    partner: 'harbor',
    customer: 'Alder Dental Group',
    offers: ['Office 365 Enterprise E3', 'Enterprise Mobility + Security E3'],
    people: ['Nora Alder', 'Theo Marsh', 'Ines Park'],
  },
  {
    partner: 'harbor',
    customer: 'Dunmore Architects',
    offers: ['Visio Online Plan 1'],
    people: ['Kit Dunmore', 'Lou Pereira', 'Max Stone'],
  },
];

/** What happens during the month; `day` counts from the day of the orders. */
export type ChangePlan = { readonly day: number; readonly partner: string; readonly customer: string } & (
  | { readonly subscription: string; readonly seats: number }
  | { readonly subscription: string; readonly status: 'suspended' | 'active' }
  | { readonly buy: OrderPlan }
);

export const changes: readonly ChangePlan[] = [
  { day: 5, partner: 'harbor', customer: 'Alder Dental Group', subscription: 'Practice staff', seats: 31 },
  { day: 5, partner: 'thames', customer: 'Grange Hotels', subscription: 'Front desks', seats: 95 },
  { day: 9, partner: 'harbor', customer: 'Cedar Mill Foods', subscription: 'Offices', seats: 54 },
  { day: 9, partner: 'sakura', customer: 'Jiyu Foods', subscription: 'Stores', seats: 46 },
  { day: 12, partner: 'harbor', customer: 'Everglade Realty', subscription: 'Agents', status: 'suspended' },
  { day: 12, partner: 'meridian', customer: 'Nimbus Travel', subscription: 'Booking apps', status: 'suspended' },
  { day: 17, partner: 'harbor', customer: 'Everglade Realty', subscription: 'Agents', status: 'active' },
  { day: 17, partner: 'harbor', customer: 'Dunmore Architects', subscription: 'Diagrams', seats: 2 },
  {
    day: 20,
    partner: 'harbor',
    customer: 'Bluefin Logistics',
    buy: annual(line('Office 365 Extra File Storage', 100, 'Scanned waybills', 'Dispatch')),
  },
  {
    day: 20,
    partner: 'prairie',
    customer: 'Foxglove Legal',
    buy: monthly(line('Domestic Calling Plan', 9, 'Lawyers’ lines', 'Lawyers')),
  },
];
