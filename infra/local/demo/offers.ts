import { readDemoFile, rowsOf } from './catalogue.ts';
import { type Answer, type Client, type Credentials, clientOf, guidOf, RefusedError } from './client.ts';
import { currentTime } from './control.ts';
import { publishRateCard } from './usage.ts';

/** The operator's part: offers, the first price list, and both put on sale. */

interface ImportResult {
  readonly rows: { readonly total: number; readonly succeeded: number; readonly failed: number };
  readonly results: readonly {
    readonly row: number;
    readonly key: string;
    readonly status: string;
    readonly errors: readonly { readonly field: string; readonly code: number; readonly description: string }[];
  }[];
}

export async function loadCatalogue(options: {
  readonly apiRoot: string;
  readonly controlRoot: string;
  readonly operator: Credentials;
  /** Ids of the offers that are wanted; all of the catalogue by default. */
  readonly only?: ReadonlySet<string>;
  readonly log: (line: string) => void;
}): Promise<void> {
  const { log, only } = options;
  const file = (name: 'catalogue.csv' | 'prices.csv') => (only ? rowsOf(name, only) : readDemoFile(name));
  const operator = clientOf(options.apiRoot, options.operator);
  const now = await currentTime(options.controlRoot);
  const month = now.slice(0, 4) + now.slice(5, 7);
  report('offers', await importCsv(operator, 'POST /v1/operator/offers', await file('catalogue.csv')), log);
  await operator.send('POST /v1/operator/pricelists', { body: { month }, requestId: guidOf('price list', month) });
  const prices = await importCsv(operator, `PUT /v1/operator/pricelists/${month}/prices`, await file('prices.csv'));
  report('prices', prices, log);
  await operator.send(`POST /v1/operator/pricelists/${month}/publish`, { requestId: guidOf('publish', month) });
  await publishRateCard(operator, now.slice(0, 10));
}

async function importCsv(operator: Client, call: string, text: string): Promise<ImportResult> {
  const answer: Answer = await operator.ask(call, {
    file: { mediaType: 'text/csv', text },
    requestId: guidOf('import', call),
  });
  if (answer.status >= 300) throw new RefusedError(call, answer);
  return answer.json as ImportResult;
}

/** @throws Error when a row was not taken: everything later would be about something else. */
function report(what: string, { rows, results }: ImportResult, log: (line: string) => void): void {
  log(`${rows.succeeded} of ${rows.total} ${what} imported`);
  const bad = results.filter(({ errors }) => errors.length > 0);
  for (const { row, key, errors } of bad)
    log(`  row ${row} (${key}): ${errors.map(({ field, description }) => `${field}: ${description}`).join('; ')}`);
  if (rows.failed > 0) throw new Error(`${rows.failed} rows of ${what} were refused`);
}
