import type { TokenClaims } from '../../../../shared/identity/token.ts';
import type { TestAnswer, TestRequest } from '../../../support/api.ts';
import type { ProgramOptions } from '../../../support/program.ts';
import { OFFERS, putOnSale } from '../../../support/sales.ts';
import { createCustomer, createWorld, type EnrolledPartner, enrolPartner, type World } from '../../../support/world.ts';

/** A partner with a customer, and offers on sale: what imports are tried on. */
export interface ImportStage {
  readonly world: World;
  readonly partner: EnrolledPartner;
  readonly customerId: string;
  readonly domain: string;
  send(request: Omit<TestRequest, 'as'> & { readonly as?: TokenClaims }): Promise<TestAnswer>;
}

export const IMPORTS_AT = '2026-01-05T09:00:00Z';

export async function importStage(options: ProgramOptions = {}): Promise<ImportStage> {
  const world = await createWorld({ at: IMPORTS_AT, ...options });
  const partner = await enrolPartner(world, { name: 'contoso' });
  await world.program.settle();
  const customerId = await createCustomer(world, partner, { name: 'fabrikam' });
  await world.program.settle();
  await putOnSale(world, '202601', [
    { id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.01' },
    { id: OFFERS.addOn, name: 'Add-on', listPrice: '5.00', wholesalePrice: '4.03', addOnTo: [OFFERS.base] },
  ]);
  await world.program.settle();
  return {
    world,
    partner,
    customerId,
    domain: 'fabrikam.onprogram.example',
    send: ({ as = partner.adminAgent, ...request }) => world.program.request({ as, ...request }),
  };
}

const CSV = { 'content-type': 'text/csv' };

/** Starts an import of a file; what works it is up to the caller. */
export const startImport = (
  { send }: Pick<ImportStage, 'send'>,
  query: string,
  file: string | Uint8Array,
  { headers = {}, as }: { headers?: Readonly<Record<string, string>>; as?: TokenClaims } = {},
): Promise<TestAnswer> =>
  send({
    method: 'POST',
    path: `/v1/imports?${query}`,
    body: file,
    headers: { ...CSV, ...headers },
    ...(as && { as }),
  });

/** An import that was worked to its end: how it is then, and the results of all its rows. */
export async function imported(
  stage: Pick<ImportStage, 'send' | 'world'>,
  query: string,
  file: string | Uint8Array,
  options: Parameters<typeof startImport>[3] = {},
) {
  const started = await startImport(stage, query, file, options);
  if (started.status !== 202) throw new Error(`${started.status} ${started.text}`);
  await stage.world.program.settle();
  return importNow(stage, started.body.id);
}

export async function importNow({ send }: Pick<ImportStage, 'send'>, id: string) {
  const { body: state } = await send({ path: `/v1/imports/${id}` });
  const { body: results } = await send({ path: `/v1/imports/${id}/results?size=1000` });
  return { id, state, results: results.items as ResultRow[] };
}

export interface ResultRow {
  readonly row: number;
  readonly key: string;
  readonly status: string;
  readonly resource?: { readonly type: string; readonly id: string };
  readonly customerId?: string;
  readonly subscriptionId?: string;
  readonly errors: readonly { readonly field: string; readonly code: number; readonly description: string }[];
}

export const csvOf = (rows: readonly (readonly (string | number)[])[], delimiter = ',', end = '\r\n'): string =>
  rows.map((cells) => cells.join(delimiter) + end).join('');

export const ORDER_HEAD = [
  'rowKey',
  'customerId',
  'domain',
  'offerId',
  'quantity',
  'billingCycle',
  'friendlyName',
  'parentRowKey',
];

export const CUSTOMER_HEAD = [
  ...['rowKey', 'company', 'domain', 'country', 'language', 'addressLine1', 'city', 'state', 'postalCode'],
  ...[
    'firstName',
    'lastName',
    'email',
    'phoneNumber',
    'signerFirstName',
    'signerLastName',
    'signerEmail',
    'agreementDate',
  ],
];

/** A row of a customer that may be created. */
export const customerRow = (key: string, domain = key, change: Readonly<Record<string, string>> = {}): string[] => {
  const cells: Record<string, string> = {
    ...{
      rowKey: key,
      company: `Company ${key}`,
      domain,
      country: 'US',
      language: 'en',
      addressLine1: 'One Main Street',
    },
    ...{ city: 'Redmond', state: 'WA', postalCode: '98052', firstName: 'Bob', lastName: 'Fischer' },
    ...{ email: `bob@${domain}.example`, phoneNumber: '4255550100', signerFirstName: 'Kim', signerLastName: 'Lee' },
    ...{ signerEmail: `kim@${domain}.example`, agreementDate: '2026-01-04' },
    ...change,
  };
  return CUSTOMER_HEAD.map((name) => cells[name] ?? '');
};
