/** What operations and stores of the slices above may use. */
export { openOf, type Receivable } from './domain/receivable.ts';
export { type Change, INVOICES_PER_WRITE } from './operations/moved.ts';
export {
  type Followed,
  type FollowSettled,
  type SettledAccount,
  type SettleOutcome,
  settle,
} from './operations/settle.ts';
