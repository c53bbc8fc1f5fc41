import { listEstimateLinks } from './operations/list-estimate-links.ts';
import { listUnbilledLineItems } from './operations/list-unbilled-line-items.ts';
import { previewInvoice } from './operations/preview-invoice.ts';
import { viewUnbilledLineItem } from './operations/view-unbilled-line-item.ts';

/** What answers each route of the slice. */
export const estimatesOperations = {
  previewInvoice,
  listUnbilledLineItems,
  viewUnbilledLineItem,
  listEstimateLinks,
} as const;
