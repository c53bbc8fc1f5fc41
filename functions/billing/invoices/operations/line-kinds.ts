import type { LineItem, LineType, Provider } from '../../schemas.ts';
import type { Invoice } from '../domain/invoice.ts';
import type { FilePart, PartFile } from '../store/part-item.ts';
import type { InvoicesDeps } from './dependencies.ts';
import { linesOfPart } from './issued-lines.ts';
import { dailyItems, ratedItems, usageItems } from './issued-usage.ts';
import { rowsOfFile, textOfPart } from './part-rows.ts';

type Files = Pick<InvoicesDeps, 'files'>;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** One kind of lines of an invoice: how many there are, and how some of them are read from a part. */
export interface LineKind {
  readonly countIn: (invoice: Invoice) => number;
  readonly rowsOf: (part: FilePart) => number;
  readonly read: (part: FilePart, span: Span, deps: Files) => Promise<readonly LineItem[]>;
}

const seats: LineKind = {
  countIn: ({ lineCount }) => lineCount,
  rowsOf: ({ lineCount }) => lineCount,
  read: linesOfPart,
};

const usage: LineKind = {
  countIn: (invoice) => invoice.usage?.lineCount ?? 0,
  rowsOf: (part) => part.usage?.usage.rowCount ?? 0,
  async read({ usage: part }, span, deps) {
    const rows = await rowsOfFile(part!.usage, span, deps);
    const reasons = (await textOfPart(part!.explanationsKey, deps)).split('\n').slice(span.from, span.to);
    return usageItems(rows, reasons);
  },
};

const ofFile = (
  name: 'usagedaily' | 'dailyrated',
  countIn: LineKind['countIn'],
  of: (rows: readonly (readonly string[])[]) => readonly LineItem[],
): LineKind => ({
  countIn,
  rowsOf: (part) => part.usage?.[name].rowCount ?? 0,
  read: async (part, span, deps) => of(await rowsOfFile(part.usage?.[name] as PartFile, span, deps)),
});

const days = ofFile('usagedaily', (invoice) => invoice.usage?.dayCount ?? 0, dailyItems);
const rated = ofFile('dailyrated', (invoice) => invoice.usage?.ratedCount ?? 0, ratedItems);

/** What is listed for a provider and type (billing contract 10); undefined where there are never any lines. */
export function lineKindOf(provider: Provider, type: LineType): LineKind | undefined {
  if (provider === 'office') return type === 'billinglineitems' ? seats : undefined;
  if (provider === 'azure') return type === 'billinglineitems' ? usage : days;
  return type === 'usagelineitems' ? rated : undefined;
}
