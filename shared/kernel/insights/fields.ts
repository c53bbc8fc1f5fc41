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
  /** Sums are of decimals, and exact; else of whole numbers. */
  readonly areDecimals?: boolean;
  readonly countedAs?: string;
}

export type Row<I extends Insight> = {
  readonly [Name in keyof I['fields']]?: Cell;
};

/** The field of a name in any case. */
export const fieldOf = ({ fields }: Insight, name: string): string | undefined =>
  Object.keys(fields).find((known) => known.toLowerCase() === name.trim().toLowerCase());
