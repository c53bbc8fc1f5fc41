import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import type { BookAccount, MovedInvoice, MovementKind } from '../domain/books.ts';

interface StoredMovement {
  readonly movement: MovementKind;
  readonly on: Day;
  readonly currency: string;
  /** Minor units as text; a debit is positive. */
  readonly postings: readonly { readonly account: BookAccount; readonly minorUnits: string }[];
  readonly invoice?: MovedInvoice;
  readonly reference?: string;
}

export const movementItem = storedKind<StoredMovement>({ kind: 'billingMovement', shape: 1, upgrades: [] });
