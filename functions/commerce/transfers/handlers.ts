import {
  acceptTransfer,
  createTransfer,
  listTransferEligibilities,
  listTransfers,
  rejectTransfer,
  viewTransfer,
  withdrawTransfer,
} from './operations/nothing-to-transfer.ts';
import {
  createProductUpgrade,
  viewProductUpgradeEligibility,
  viewProductUpgradeStatus,
} from './operations/nothing-to-upgrade.ts';

/** What answers each route of the slice. */
export const transfersOperations = {
  listTransfers,
  createTransfer,
  viewTransfer,
  rejectTransfer,
  withdrawTransfer,
  acceptTransfer,
  listTransferEligibilities,
  viewProductUpgradeEligibility,
  createProductUpgrade,
  viewProductUpgradeStatus,
} as const;
