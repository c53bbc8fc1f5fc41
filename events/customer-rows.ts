import * as z from 'zod';
import { Id } from './common.ts';

/**
 * Rows of an import that tenancy works for commerce (ORD-8). The rows themselves lie in a file of the documents' bucket
 * that is gone when they are done, so that no event, archive or log keeps what they say of people.
 */
export const customerRowsDetail = {
  importId: Id,
  /** `find`: which customer of the partner has this domain; `check`: would it be created; `create`: create it. */
  mode: z.enum(['find', 'check', 'create']),
  /** Number of the first row of those that are handed over together: with the mode it names them. */
  firstRow: z.number().int().min(1),
};
export type CustomerRowsMode = z.infer<typeof customerRowsDetail.mode>;

/** The file of rows. */
export const CustomerRowsFile = z.object({
  rows: z
    .array(
      z.object({
        row: z.number().int().min(1),
        /** Unique among the rows of the partner: what is made of it twice is one customer. */
        rowKey: z.string(),
        /** Of `find`. */
        domain: z.string().optional(),
        /** The body of `POST /v1/customers`, as the row has it. */
        customer: z.record(z.string(), z.unknown()).optional(),
        /** The customer's acceptance of its agreement, where the row attests it: who and when. */
        agreement: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .max(100),
});
export type CustomerRowsFile = z.infer<typeof CustomerRowsFile>;
export type HandedRow = CustomerRowsFile['rows'][number];

/** What became of each of them. */
export const CustomerRowResults = z.array(
  z.object({
    row: z.number().int().min(1),
    /** Customer that was found or made; absent of `check`, and where it failed. */
    customerId: Id.optional(),
    /** Member of the body that is wrong, where one is. */
    errors: z.array(z.object({ field: z.string(), code: z.number().int(), description: z.string() })),
  }),
);
export type CustomerRowResult = z.infer<typeof CustomerRowResults>[number];
