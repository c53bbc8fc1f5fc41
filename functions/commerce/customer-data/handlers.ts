import { contributeCommerce } from './operations/contribute-commerce.ts';
import { eraseContributions } from './operations/erase-contributions.ts';

/** What takes each event that the slice listens to. */
export const customerDataConsumerFunctions = { contributeCommerce, eraseContributions } as const;
