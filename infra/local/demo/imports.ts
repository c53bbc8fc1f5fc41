import type { OfferFinder } from './catalogue.ts';
import { type Client, guidOf } from './client.ts';
import { untilIdle } from './control.ts';

/** A partner that brings customers and orders from another system: as files, with an answer for every row. */

interface Import {
  readonly id: string;
  readonly state: string;
  readonly rows: { readonly total: number; readonly succeeded: number };
}
interface Row {
  readonly row: number;
  readonly errors: readonly { readonly description: string }[];
}

const customerColumns =
  'Row key,Company,Domain,Country,Language,Address,City,State,Zip,First name,Last name,Email,Phone,Signer first name,Signer last name,Signer email,Agreement date';
const contact = 'US,en,100 Main Street,Madison,WI,53703,Nora,Reed';
/** The last one asks for a domain that another customer has. */
const newCustomers = [
  ['crm-1', 'Juniper Optics', 'juniperoptics'],
  ['crm-2', 'Kestrel Cycles', 'kestrelcycles'],
  ['crm-3', 'Alder Dental Care', 'alderdental'],
] as const;

export const customerFile = (day: string): string =>
  [
    customerColumns,
    ...newCustomers.map(
      ([key, company, domain]) =>
        `${key},${company},${domain},${contact},accounts@${domain}.example,6085550100,Nora,Reed,accounts@${domain}.example,${day}`,
    ),
  ].join('\r\n');

/** As a spreadsheet of a country with a decimal comma writes it. The last one is an add-on without its base. */
export const orderFile = (offer: OfferFinder): string => {
  const id = (name: string): string => offer(name).offerId;
  return [
    'rowKey;domain;offerId;quantity;billingCycle;friendlyName;parentRowKey',
    `po-1;juniperoptics.onprogram.example;${id('Office 365 Enterprise E3')};25;annual;Workshop;`,
    `po-2;juniperoptics.onprogram.example;${id('Audio Conferencing')};10;;Dial-in;po-1`,
    `po-3;kestrelcycles.onprogram.example;${id('Intune')};12;monthly;Shops;`,
    `po-4;kestrelcycles.onprogram.example;${id('Audio Conferencing')};3;;Dial-in;po-9`,
  ].join('\n');
};

export async function showImports(
  demo: { readonly controlRoot: string; readonly log: (line: string) => void },
  { client, offer }: { readonly client: Client; readonly offer: OfferFinder },
  day: string,
): Promise<void> {
  const { controlRoot, log } = demo;
  const customers = await importFile(client, 'type=customers', customerFile(day), controlRoot);
  log(`imported ${customers.rows.succeeded} of ${customers.rows.total} customers from a file; of the others:`);
  await showFailed(client, customers, log);
  const orders = await importFile(client, 'type=orders&dryRun=true', orderFile(offer), controlRoot);
  log(
    `tried ${orders.rows.total} orders from a file, ${orders.rows.succeeded} are right and none was bought; of the others:`,
  );
  await showFailed(client, orders, log);
}

async function importFile(client: Client, query: string, text: string, controlRoot: string): Promise<Import> {
  const { id } = await client.send<Import>(`POST /v1/imports?${query}`, {
    file: { mediaType: 'text/csv', text },
    requestId: guidOf('import', client.tenantId, query),
  });
  await untilIdle(controlRoot);
  const done = await client.send<Import>(`GET /v1/imports/${id}`);
  if (done.state !== 'done') throw new Error(`the import ${id} is ${done.state}`);
  return done;
}

async function showFailed(client: Client, { id }: Import, log: (line: string) => void): Promise<void> {
  const { items } = await client.send<{ items: readonly Row[] }>(`GET /v1/imports/${id}/results?state=failed`);
  for (const { row, errors } of items) log(`  row ${row}: ${errors.map(({ description }) => description).join(' ')}`);
}
