/** The charge types of the reconciliation file, exactly as readers know them (billing contract 4). */
export const CHARGE_TYPES = {
  purchase: 'Prorate fees when purchase',
  cycle: 'Cycle fee',
  renewal: 'Prorate fee when renew',
  resize: 'Cycle instance prorate',
  cancellation: 'Cancel fee',
  cancellationOfProrated: 'Cancel instance prorate',
  reactivation: 'Prorate fees when activate',
  newCycle: 'Prorate fees when convert away from current offering',
  offset: 'Offset a line item',
  oldCycle: 'Prorate fees when convert to a new offering',
} as const;
export type ChargeType = (typeof CHARGE_TYPES)[keyof typeof CHARGE_TYPES];
