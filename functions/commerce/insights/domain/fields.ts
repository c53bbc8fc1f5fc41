/** What a cell of a row is. Dates are instants or days as they go over the wire. */
export type FieldType = 'text' | 'number' | 'boolean' | 'date';
/** The cells of a kind of rows, by name. */
export type Fields = Readonly<Record<string, FieldType>>;
export type Cell = string | number | boolean | undefined;
/** The cells of one field, row by row. */
export type Columns = (field: string) => readonly Cell[];

/** A kind of rows: its cells, what a group adds up, and what it counts its rows as. */
export interface Insight {
  readonly fields: Fields;
  readonly sums: readonly string[];
  readonly countedAs?: string;
}

export type Row<I extends Insight> = {
  readonly [Name in keyof I['fields']]?: Cell;
};

/** A row for each subscription. */
export const SUBSCRIPTIONS = {
  fields: {
    customerTenantId: 'text',
    customerName: 'text',
    customerMarket: 'text',
    id: 'text',
    status: 'text',
    productName: 'text',
    subscriptionType: 'text',
    autoRenewEnabled: 'boolean',
    partnerId: 'text',
    friendlyName: 'text',
    partnerName: 'text',
    providerName: 'text',
    creationDate: 'date',
    effectiveStartDate: 'date',
    commitmentEndDate: 'date',
    currentStateEndDate: 'date',
    deprovisionedDate: 'date',
    lastRenewalDate: 'date',
    licenseCount: 'number',
    billingCycleName: 'text',
  },
  sums: ['licenseCount'],
  countedAs: 'subscriptionCount',
} as const satisfies Insight;

const licences = {
  serviceCode: 'text',
  serviceName: 'text',
  channel: 'text',
  customerTenantId: 'text',
  customerName: 'text',
  productId: 'text',
  productName: 'text',
  licensesDeployed: 'number',
  licensesSold: 'number',
  processedDateTime: 'date',
} as const satisfies Fields;

/** A row for each customer and plan. */
export const DEPLOYMENT = {
  fields: licences,
  sums: ['licensesDeployed', 'licensesSold'],
} as const satisfies Insight;

/** A row for each customer, plan, and workload of the plan: a licence counts once in each of them. */
export const USAGE = {
  fields: {
    ...licences,
    workloadCode: 'text',
    workloadName: 'text',
    licensesActive: 'number',
    licensesQualified: 'number',
  },
  sums: ['licensesDeployed', 'licensesSold', 'licensesActive', 'licensesQualified'],
} as const satisfies Insight;

/** The field of a name in any case. */
export const fieldOf = ({ fields }: Insight, name: string): string | undefined =>
  Object.keys(fields).find((known) => known.toLowerCase() === name.trim().toLowerCase());
