import { putExchangeRates, viewExchangeRates } from './operations/exchange-rates.ts';
import { listRateCardVersions } from './operations/list-versions.ts';
import { noteRegions } from './operations/note-regions.ts';
import { publishRateCardVersion } from './operations/publish-version.ts';
import { retellRates } from './operations/retell-rates.ts';
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

/** What takes each event that the slice listens to. */
export const rateCardsConsumerFunctions = {
  noteRegions,
} as const;

/** What each job of the slice does. */
export const rateCardsJobFunctions = {
  retellRates,
} as const;
