import { type Delimiter, eachCsvRecord, plainText } from '../../../../shared/kernel/csv.ts';
import type { ImportType } from './import-type.ts';

/** How the bytes of a file become cells: found out once, from its beginning. */
export interface Layout {
  /** As charsets are called in content types. */
  readonly charset: string;
  readonly delimiter: Delimiter;
  /** Place of each known column in a row, by its name. */
  readonly places: Readonly<Record<string, number>>;
}

/** A row as it stands in the file: cells of known columns, trimmed; those that are empty are left out. */
export type Cells = Readonly<Partial<Record<string, string>>>;

interface Column {
  readonly name: string;
  /** Other spellings, folded: lower case, letters and digits alone. */
  readonly also?: readonly string[];
  readonly isNeeded?: true;
  readonly sample: string;
}

const customerColumns: readonly Column[] = [
  { name: 'rowKey', also: ['key', 'id', 'row'], isNeeded: true, sample: 'crm-1001' },
  {
    name: 'company',
    also: ['companyname', 'customer', 'customername', 'name'],
    isNeeded: true,
    sample: 'Fabrikam Inc.',
  },
  { name: 'domain', also: ['domainname', 'domainprefix', 'primarydomain'], isNeeded: true, sample: 'fabrikam-1001' },
  { name: 'country', also: ['countrycode'], isNeeded: true, sample: 'US' },
  { name: 'language', also: ['languagecode'], sample: 'en' },
  { name: 'culture', also: ['locale'], sample: 'en-US' },
  { name: 'addressLine1', also: ['address', 'address1', 'street'], sample: '1 Main Street' },
  { name: 'addressLine2', also: ['address2', 'street2'], sample: '' },
  { name: 'city', also: ['town'], sample: 'Redmond' },
  { name: 'state', also: ['province'], sample: 'WA' },
  { name: 'region', sample: '' },
  { name: 'postalCode', also: ['zip', 'zipcode', 'postcode'], sample: '98052' },
  { name: 'firstName', also: ['contactfirstname', 'givenname'], sample: 'Alex' },
  { name: 'lastName', also: ['contactlastname', 'familyname', 'surname'], sample: 'Doe' },
  { name: 'email', also: ['contactemail', 'mail', 'emailaddress'], sample: 'alex@fabrikam.example' },
  { name: 'phoneNumber', also: ['phone', 'contactphone', 'telephone', 'contactphonenumber'], sample: '4255550100' },
  { name: 'organizationRegistrationNumber', also: ['registrationnumber'], sample: '' },
  { name: 'associatedPartnerId', also: ['resellerid'], sample: '' },
  { name: 'signerFirstName', also: ['agreementsignerfirstname', 'agreementfirstname'], sample: 'Kim' },
  { name: 'signerLastName', also: ['agreementsignerlastname', 'agreementlastname'], sample: 'Lee' },
  { name: 'signerEmail', also: ['agreementsigneremail', 'agreementemail'], sample: 'kim@fabrikam.example' },
  { name: 'signerPhoneNumber', also: ['signerphone', 'agreementsignerphone', 'agreementphone'], sample: '' },
  {
    name: 'agreementDate',
    also: ['dateagreed', 'date', 'agreementsigned', 'agreementsigneddate'],
    sample: '2026-11-02',
  },
];

const orderColumns: readonly Column[] = [
  { name: 'rowKey', also: ['key', 'id', 'row'], isNeeded: true, sample: 'order-1001' },
  { name: 'customerId', also: ['customertenantid', 'tenantid'], sample: '' },
  { name: 'domain', also: ['customerdomain', 'domainname'], sample: 'fabrikam-1001.onprogram.example' },
  { name: 'offerId', also: ['offer'], isNeeded: true, sample: '195416C1-3447-423A-B37B-EE59A99A19C4' },
  { name: 'quantity', also: ['seats', 'licenses', 'licences'], isNeeded: true, sample: '10' },
  { name: 'billingCycle', also: ['cycle', 'billing'], sample: 'monthly' },
  { name: 'friendlyName', also: ['nickname'], sample: 'Head office' },
  { name: 'partnerIdOnRecord', also: ['mpnid', 'resellerofrecord'], sample: '' },
  { name: 'parentRowKey', also: ['parentkey'], sample: '' },
  { name: 'parentSubscriptionId', also: ['parentsubscription'], sample: '' },
];

const columnsOf: Readonly<Record<ImportType, readonly Column[]>> = { customers: customerColumns, orders: orderColumns };

const folded = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Names as a header may spell them, folded, and the columns that they mean. */
const spellings = (type: ImportType): ReadonlyMap<string, string> =>
  new Map(
    columnsOf[type].flatMap(({ name, also = [] }) =>
      [folded(name), ...also].map((spelling) => [spelling, name] as const),
    ),
  );

/** Excel says in a line of its own what parts the cells. */
const SEPARATOR_LINE = /^\uFEFF?sep=([,;\t])\r?\n/;
const DELIMITERS: readonly Delimiter[] = [',', ';', '\t'];

export type Heading =
  | { readonly layout: Omit<Layout, 'charset'> /** Place behind the line of names. */; readonly end: number }
  | { readonly wrong: string };

/**
 * What the line of names at the beginning of a file says. Names are known in other spellings and in any case; columns
 * that nobody knows are not looked at; of two that mean the same the first counts.
 */
export function headingOf(text: string, type: ImportType): Heading {
  const told = SEPARATOR_LINE.exec(text);
  const rest = text.slice(told?.[0].length ?? 0);
  const read = (told ? [told[1] as Delimiter] : DELIMITERS).flatMap((delimiter) => {
    const names = namesOf(rest, delimiter, type);
    return names ? [{ delimiter, ...names }] : [];
  });
  const best = read.reduce((a, b) => (Object.keys(b.places).length > Object.keys(a.places).length ? b : a), read[0]!);
  if (!best) return { wrong: 'The file has no line of column names.' };
  const missing = columnsOf[type].find(({ name, isNeeded }) => isNeeded && best.places[name] === undefined);
  if (missing) return { wrong: `The file has no column ${missing.name}.` };
  if (type === 'orders' && best.places.customerId === undefined && best.places.domain === undefined)
    return { wrong: 'The file has no column customerId and no column domain.' };
  const { delimiter, places, end } = best;
  return { layout: { delimiter, places }, end: end + (told?.[0].length ?? 0) };
}

function namesOf(text: string, delimiter: Delimiter, type: ImportType) {
  const known = spellings(type);
  const places: Record<string, number> = {};
  try {
    for (const { cells, end } of eachCsvRecord(text, { delimiter })) {
      if (isBlank(cells)) continue;
      for (const [place, cell] of cells.entries()) {
        const name = known.get(folded(cell));
        if (name !== undefined) places[name] ??= place;
      }
      return { places, end };
    }
  } catch {
    // A line that is none in this reading may be one in another.
  }
  return undefined;
}

export const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

/** The cells of a row by their columns. What a spreadsheet was kept from computing is read as it was meant. */
export function cellsOf(row: readonly string[], { places }: Pick<Layout, 'places'>): Cells {
  const cells: Record<string, string> = {};
  for (const [name, place] of Object.entries(places)) {
    const text = plainText((row[place] ?? '').trim());
    if (text !== '') cells[name] = text;
  }
  return cells;
}

/** The line of names and a sample row, as cells. */
export const templateOf = (type: ImportType): readonly (readonly string[])[] => [
  columnsOf[type].map(({ name }) => name),
  columnsOf[type].map(({ sample }) => sample),
];
