import { PremiseGoneError } from '../dynamo/table.ts';
import type { RelatedCustomer } from './call.ts';

/** Times that an operation is begun because the relationship that it rests on changed, and still allows it. */
const RELATED_TRIES = 5;

/**
 * Runs an operation on the customer as it was checked. Where that changed before anything was written, it is checked
 * again: what is allowed no more is refused as if it had come later, and the rest begins anew. @throws RefusalError
 */
export async function whileRelated<T>(
  customer: RelatedCustomer | undefined,
  related: () => Promise<RelatedCustomer | undefined> | undefined,
  operate: (customer: RelatedCustomer | undefined) => Promise<T>,
): Promise<T> {
  let checked = customer;
  for (let tried = 1; ; tried += 1) {
    try {
      return await operate(checked);
    } catch (error) {
      if (!(error instanceof PremiseGoneError) || tried >= RELATED_TRIES) throw error;
      checked = await related();
    }
  }
}
