import { type SoughtList, soughtList } from '../../../../shared/dynamo/sought.ts';
import { pagesOf, putIfVersion, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Assignment } from '../domain/assignment.ts';
import { assignmentOf, productAssignmentItem } from './items.ts';
import { assignmentKey, assignmentsQuery } from './keys.ts';

export const assignmentStore = (table: Table) => ({
  /** A customer's assignment of a partner, consistently; anybody else's is not there. */
  async load(of: Pick<Assignment, 'partnerId' | 'customerId' | 'assignmentId'>): Promise<Assignment | undefined> {
    const item = await table.get(assignmentKey(of), { consistent: true });
    return item && assignmentOf(item);
  },

  /** Those of a customer, by id. */
  list: (partnerId: string, customerId: string): SoughtList<Assignment> =>
    soughtList(table, [assignmentsQuery(partnerId, customerId)], { of: assignmentOf }),

  /** The same, all of them, consistently, a page at a time. */
  async *pages(partnerId: string, customerId: string): AsyncGenerator<readonly Assignment[]> {
    for await (const page of pagesOf(table, { ...assignmentsQuery(partnerId, customerId), consistent: true }))
      yield page.map(assignmentOf);
  },
});

/** Saves the assignment as its next version, on condition that nobody changed it since it was read; version 0 is new. */
export const assignmentWrite = (assignment: Assignment): Write =>
  putIfVersion(
    productAssignmentItem.toItem(assignmentKey(assignment), { ...assignment, version: assignment.version + 1 }),
    assignment.version,
  );
