import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Item } from '../../../../shared/dynamo/table.ts';
import type { Assignment } from '../domain/assignment.ts';
import type { Product } from '../domain/product.ts';

export const partnerProductItem = storedKind<Product>({ kind: 'partnerProduct', shape: 1, upgrades: [] });

export const productAssignmentItem = storedKind<Assignment>({ kind: 'productAssignment', shape: 1, upgrades: [] });

export const assignmentOf = (item: Item): Assignment => productAssignmentItem.fromItem(item);
