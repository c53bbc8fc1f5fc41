import * as z from 'zod';

/** Building blocks of event details. Days are `yyyy-MM-dd` in UTC; instants ISO 8601 ending in `Z`. */
export const Id = z.string().min(1);
export const IsoDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const IsoInstant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/);
export const DecimalText = z.string().regex(/^-?\d+(\.\d+)?$/);
/** `{ amount: '51.61', currency: 'EUR' }`; JSON numbers never carry money between contexts. */
export const MoneyText = z.object({ amount: DecimalText, currency: z.string().length(3) });
export const ContactDetail = z.object({
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  phoneNumber: z.string().optional(),
});
