import { csvRecords, plainText } from '../../../../shared/kernel/csv.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { OfferDefinitionBody, ROWS_MAX } from '../../schemas.ts';
import type { OfferDefinition } from '../domain/offer.ts';
import { fromDefinitionBody } from './offer-wire.ts';

/** A row of a CSV file; `row` counts lines of data from 1. */
export interface CsvRow {
  readonly row: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** The columns that a file is read for; what else it has is not looked at. */
export interface CsvColumns {
  readonly needed: readonly string[];
  readonly optional: readonly string[];
}

/**
 * Reads CSV with one header line (RFC 4180), at most {@link ROWS_MAX} rows; cells that are missing are empty. What it
 * takes grows with the file, not with rows times columns: a row keeps the cells of known columns alone.
 */
export function csvRows(text: string, { needed, optional }: CsvColumns): Result<CsvRow[], Refusal<'invalid_input'>> {
  let records: string[][];
  try {
    records = csvRecords(text).filter((cells) => cells.some((cell) => cell.trim() !== ''));
  } catch (cause) {
    return refuse('invalid_input', { description: `The body is no CSV: ${(cause as Error).message}.` });
  }
  const [header = [], ...rows] = records;
  const places = new Map(header.map((name, place) => [name.trim(), place]));
  const columns = [...needed, ...optional].flatMap((name) => {
    const place = places.get(name);
    return place === undefined ? [] : [{ name, place }];
  });
  const missing = needed.find((name) => !places.has(name));
  if (missing !== undefined && rows.length > 0)
    return refuse('invalid_input', { description: `The file has no column ${missing}.` });
  if (rows.length === 0) return refuse('invalid_input', { description: 'The file has no rows.' });
  if (rows.length > ROWS_MAX)
    return refuse('invalid_input', { description: `The file has ${rows.length} rows; send at most ${ROWS_MAX}.` });
  return ok(
    rows.map((cells, index) => ({
      row: index + 1,
      cells: Object.fromEntries(columns.map(({ name, place }) => [name, plainText(cells[place]?.trim() ?? '')])),
    })),
  );
}

export const CATALOGUE_COLUMNS: CsvColumns = {
  needed: ['offerId', 'name', 'family', 'markets', 'planId', 'planName'],
  optional: [
    'state',
    'description',
    'categoryId',
    'rank',
    'isAddOn',
    'prerequisiteOffers',
    'billing',
    'supportedBillingCycles',
    'minimumQuantity',
    'maximumQuantity',
    'limitUnitOfMeasure',
    'limit',
    'unitType',
    'salesGroupId',
    'isAutoRenewable',
    'resellerQualifications',
    'reselleeQualifications',
    'segments',
    'planUnit',
    'supportedCatalogTypes',
    'termUnitOfMeasure',
    'term',
    'learnMoreUri',
    'nationalCloud',
    'skuPartNumber',
    'servicePlans',
  ],
};

export interface OfferRow {
  readonly definition: OfferDefinition;
  readonly isToBePublished: boolean;
}
export interface RowErrorFact {
  readonly field: string;
  readonly description: string;
}

const list = (cell: string | undefined): string[] => (cell ? cell.split('|') : []);
const given = (cell: string | undefined): { value?: string } => (cell ? { value: cell } : {});
const wholeNumber = (cell: string | undefined): number | undefined => (cell ? Number(cell) : undefined);

/** A row of the catalogue file as an offer; the first thing that is wrong with each cell. */
export function offerOfRow({ cells }: CsvRow): Result<OfferRow, RowErrorFact[]> {
  const state = (cells.state || 'draft').toLowerCase();
  if (state !== 'draft' && state !== 'published')
    return { ok: false, refusal: [{ field: 'state', description: 'must be draft or published' }] };
  if (!cells.offerId) return { ok: false, refusal: [{ field: 'offerId', description: 'is missing' }] };
  const parsed = OfferDefinitionBody.safeParse(definitionCells(cells));
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => ({ field: column(path), description: message }));
    return { ok: false, refusal: errors };
  }
  const read = fromDefinitionBody(parsed.data, parsed.data.id!);
  if ('missing' in read)
    return { ok: false, refusal: read.missing.map((field) => ({ field: column([field]), description: 'is missing' })) };
  return ok({ definition: read.definition, isToBePublished: state === 'published' });
}

function definitionCells(cells: CsvRow['cells']): Record<string, unknown> {
  const text = (name: string) => given(cells[name]).value;
  const number = (name: string) => wholeNumber(cells[name]);
  const flag = (name: string) => (cells[name] ? cells[name].toLowerCase() === 'true' : undefined);
  const cycles = list(cells.supportedBillingCycles);
  const segments = list(cells.segments);
  const catalogTypes = list(cells.supportedCatalogTypes);
  const entries: [string, unknown][] = [
    ['id', text('offerId')],
    ['name', text('name')],
    ['description', text('description')],
    ['family', text('family')],
    ['categoryId', text('categoryId')],
    ['rank', number('rank')],
    ['isAddOn', flag('isAddOn')],
    ['prerequisiteOffers', list(cells.prerequisiteOffers)],
    ['billing', text('billing')],
    ['supportedBillingCycles', cycles.length > 0 ? cycles : undefined],
    ['minimumQuantity', number('minimumQuantity')],
    ['maximumQuantity', number('maximumQuantity')],
    ['limitUnitOfMeasure', text('limitUnitOfMeasure')],
    ['limit', number('limit')],
    ['unitType', text('unitType')],
    ['salesGroupId', text('salesGroupId')],
    ['isAutoRenewable', flag('isAutoRenewable')],
    ['resellerQualifications', list(cells.resellerQualifications)],
    ['reselleeQualifications', list(cells.reselleeQualifications)],
    ['segments', segments.length > 0 ? segments : undefined],
    ['plan', planCells(cells)],
    ['supportedCatalogTypes', catalogTypes.length > 0 ? catalogTypes : undefined],
    ['termUnitOfMeasure', text('termUnitOfMeasure')],
    ['term', number('term')],
    ['learnMoreUri', text('learnMoreUri')],
    ['markets', (cells.markets ?? '').split(/[\s|]+/).filter(Boolean)],
    ['nationalCloud', text('nationalCloud')],
  ];
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** `servicePlans` are `<id>:<name>:<name shown to people>`, the last part as one likes, one behind the other with `|` between. */
function planCells(cells: CsvRow['cells']): Record<string, unknown> {
  const services = list(cells.servicePlans).map((service) => {
    const [id = '', name = '', ...shown] = service.split(':');
    return { id, name, ...(shown.length > 0 && { displayName: shown.join(':') }) };
  });
  const { planId: id, planName: name, planUnit: unit, skuPartNumber } = cells;
  const members = { id, name, unit, skuPartNumber };
  return {
    ...Object.fromEntries(Object.entries(members).filter(([, value]) => value)),
    ...(services.length > 0 && { servicePlans: services }),
  };
}

const COLUMN_OF: Readonly<Record<string, string>> = {
  id: 'offerId',
  'plan.id': 'planId',
  'plan.name': 'planName',
  'plan.unit': 'planUnit',
  'plan.skuPartNumber': 'skuPartNumber',
  'plan.servicePlans': 'servicePlans',
  'plan.servicePlans.id': 'servicePlans',
  'plan.servicePlans.name': 'servicePlans',
  'plan.servicePlans.displayName': 'servicePlans',
};
const column = (path: readonly PropertyKey[]): string => {
  const joined = path.filter((part) => typeof part !== 'number').join('.');
  return COLUMN_OF[joined] ?? joined;
};
