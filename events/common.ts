import * as z from 'zod';

/** Building blocks of event details. Days are `yyyy-MM-dd` in UTC; instants ISO 8601 ending in `Z`. */
export const Id = z.string().min(1);
export const IsoDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const IsoInstant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/);
export const DecimalText = z.string().regex(/^-?\d+(\.\d+)?$/);
/** `{ amount: '51.61', currency: 'EUR' }`; JSON numbers never carry money between contexts. */
export const MoneyText = z.object({ amount: DecimalText, currency: z.string().length(3) });
/**
 * What a context adds to an export of a customer's data, one step of it (CUS-6): parts of files, as they lie in the
 * documents' bucket, in their order. The last step says what was in each file.
 */
export const exportStepDetail = {
  exportId: Id,
  customerId: Id,
  /** Page of partners that was asked about; absent: the first. */
  page: z.number().int().min(1).optional(),
  /** From 1, without gap, for each page. */
  step: z.number().int().min(1),
  isLast: z.boolean(),
  parts: z.array(
    z.object({
      file: z.string(),
      key: z.string(),
      textBytes: z.number().int(),
      fileBytes: z.number().int(),
      crc32: z.number().int(),
    }),
  ),
  files: z.array(z.object({ file: z.string(), about: z.string(), rows: z.number().int() })),
};
export const ContactDetail = z.object({
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  phoneNumber: z.string().optional(),
});
