import { amendmentsOperations } from '../amendments/handlers.ts';
import { collectionsOperations } from '../collections/handlers.ts';
import { costsOperations } from '../costs/handlers.ts';
import { creditsOperations } from '../credits/handlers.ts';
import { estimatesOperations } from '../estimates/handlers.ts';
import { historyOperations } from '../history/handlers.ts';
import { incentivesOperations } from '../incentives/handlers.ts';
import { invoicesOperations } from '../invoices/handlers.ts';
import { ownProductsOperations } from '../own-products/handlers.ts';
import { priceBooksOperations } from '../price-books/handlers.ts';
import { rateCardsOperations } from '../rate-cards/handlers.ts';
import { receivablesOperations } from '../receivables/handlers.ts';
import { runsOperations } from '../runs/handlers.ts';
import { usageOperations } from '../usage/handlers.ts';

/** What answers each route of the context. */
export const billingOperations = {
  ...historyOperations,
  ...rateCardsOperations,
  ...usageOperations,
  ...creditsOperations,
  ...invoicesOperations,
  ...amendmentsOperations,
  ...estimatesOperations,
  ...runsOperations,
  ...costsOperations,
  ...receivablesOperations,
  ...collectionsOperations,
  ...priceBooksOperations,
  ...ownProductsOperations,
  ...incentivesOperations,
} as const;
