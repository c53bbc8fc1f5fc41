import {
  assignPartnerProduct,
  changeAssignedPartnerProduct,
  endAssignedPartnerProduct,
  listAssignedPartnerProducts,
} from './operations/assignments.ts';
import {
  changePartnerProduct,
  createPartnerProduct,
  listPartnerProducts,
  retirePartnerProduct,
  viewPartnerProduct,
} from './operations/products.ts';

/** What answers each route of the slice. */
export const ownProductsOperations = {
  createPartnerProduct,
  listPartnerProducts,
  viewPartnerProduct,
  changePartnerProduct,
  retirePartnerProduct,
  assignPartnerProduct,
  listAssignedPartnerProducts,
  changeAssignedPartnerProduct,
  endAssignedPartnerProduct,
} as const;
