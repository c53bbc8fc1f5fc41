/** What operations and stores of the slices above may use. */
export { checkPartnership, type Partnership } from './domain/partnership.ts';
export {
  applyPairEvent,
  type Confirmation,
  confirmAgreement,
  newPair,
  type Pair,
  type PairEvent,
} from './domain/relationship.ts';
export { toRelationshipWire } from './operations/list-relationships.ts';
export { toPartnerLinkWire } from './operations/partner-link-wire.ts';
export { type Farewell, farewellStore } from './store/farewell-store.ts';
export {
  entriesOf as customersOf,
  erasedBefore,
  leftBefore,
  type PairIds,
  pairPartition,
  partnerOfEntry,
} from './store/keys.ts';
export { type CustomerEntry, customerEntryItem } from './store/pair-item.ts';
export { type EntryQuery, everyPartnerOf, pairOf, pairPlace, pairStore } from './store/pair-store.ts';
export { partnershipStore } from './store/partnership-store.ts';
