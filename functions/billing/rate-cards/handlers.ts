import { putExchangeRates, viewExchangeRates } from './operations/exchange-rates.ts';
import { listRateCardVersions } from './operations/list-versions.ts';
import { publishRateCardVersion } from './operations/publish-version.ts';
import { viewAzureRateCard, viewAzureSharedRateCard } from './operations/view-rate-card.ts';

/** What answers each route of the slice. */
export const rateCardsOperations = {
  publishRateCardVersion,
  listRateCardVersions,
  viewAzureRateCard,
  viewAzureSharedRateCard,
  putExchangeRates,
  viewExchangeRates,
} as const;
