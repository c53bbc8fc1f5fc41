import { quoteSubscription } from './operations/quote-subscription.ts';

/** What answers each route of the slice. */
export const quotesOperations = { quoteSubscription } as const;
