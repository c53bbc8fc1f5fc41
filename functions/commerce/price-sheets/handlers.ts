import { downloadOfferMatrix } from './operations/download-offer-matrix.ts';
import { downloadPriceSheet } from './operations/download-price-sheet.ts';

/** What answers each route of the slice. */
export const priceSheetsOperations = {
  downloadPriceSheet,
  downloadOfferMatrix,
} as const;
