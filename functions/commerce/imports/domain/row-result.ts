/** What became of a row (ORD-8). `valid`: it was checked, and is still to be carried out. */
export const rowStatuses = ['valid', 'created', 'skipped', 'failed'] as const;
export type RowStatus = (typeof rowStatuses)[number];

export interface RowError {
  /** Column of the file. */
  readonly field: string;
  readonly code: number;
  readonly description: string;
}

export interface RowResult {
  /** From 1; the line of names is none. */
  readonly row: number;
  readonly key: string;
  readonly status: RowStatus;
  readonly resource?: RowResource | undefined;
  readonly errors: readonly RowError[];
  /** Customer that an order is for, once it is known. */
  readonly customerId?: string | undefined;
  /** It names another row of the file as its base. */
  readonly isAddOn?: true | undefined;
}

/** What a row made: a customer, or an order with its one subscription. */
export interface RowResource {
  readonly type: 'customer' | 'order';
  readonly id: string;
  readonly subscriptionId?: string | undefined;
}

/** Errors of one row that are kept. */
const ERRORS_MAX = 10;

export const failedRow = (row: Omit<RowResult, 'status' | 'errors'>, errors: readonly RowError[]): RowResult => ({
  ...row,
  status: 'failed',
  errors: errors.slice(0, ERRORS_MAX),
});

/** How many rows succeeded and failed. */
export const tally = (results: readonly RowResult[]): { readonly succeeded: number; readonly failed: number } => ({
  succeeded: results.filter(({ status }) => status === 'created' || status === 'skipped').length,
  failed: results.filter(({ status }) => status === 'failed').length,
});

/** What of a result is to be done in a pass that carries rows out. */
export const isDueIn = (pass: 'making' | 'addingOn', { status, isAddOn }: RowResult): boolean =>
  status === 'valid' && (isAddOn ?? false) === (pass === 'addingOn');
