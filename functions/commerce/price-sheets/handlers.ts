import { downloadOfferMatrix } from './operations/download-offer-matrix.ts';
import { downloadPriceSheet } from './operations/download-price-sheet.ts';
import { keepRateCard } from './operations/keep-rate-card.ts';

/** What answers each route of the slice. */
export const priceSheetsOperations = {
  downloadPriceSheet,
  downloadOfferMatrix,
} as const;

/** What takes each event that the slice listens to. */
export const priceSheetsConsumerFunctions = { keepRateCard } as const;
