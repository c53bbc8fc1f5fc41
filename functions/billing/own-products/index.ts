/** What operations and stores of the slices above may use. */
export { type Assignment, quantityOf } from './domain/assignment.ts';
export { type AssignmentLine, assignmentLines } from './domain/assignment-lines.ts';
export type { Product } from './domain/product.ts';
export { assignmentStore } from './store/assignment-store.ts';
export { assignmentOf } from './store/items.ts';
export { assignmentsQuery } from './store/keys.ts';
export { productStore } from './store/product-store.ts';
