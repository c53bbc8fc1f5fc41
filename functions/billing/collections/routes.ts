import type { RouteTable } from '../../../shared/contracts/routes.ts';
import * as s from './schemas.ts';

export const collectionsRoutes = {
  listCollectionsCases: {
    method: 'GET',
    path: '/v1/operator/collections/cases',
    summary: 'List cases of partners that are late to pay, newest first.',
    allow: ['Operator'],
    request: { query: s.CollectionsCasesQuery },
    response: { 200: s.CollectionsCases },
    refusals: ['invalid_input'],
    requirements: ['BIL-5'],
  },
  changeCollectionsCase: {
    method: 'PATCH',
    path: '/v1/operator/collections/cases/{caseId}',
    summary: 'Note that payment was promised, or write off what is overdue.',
    description:
      'A promise defers every step that is to come by the days from today to its day; the newest promise decides. What was done stays: ordering that is suspended stays so until nothing is overdue. Writing off closes the case, and lets the partner order again. A closed case is not changed any more (950005).',
    allow: ['Operator'],
    request: { path: s.CollectionsCasePath, body: s.CollectionsCaseChange },
    response: { 200: s.CollectionsCase },
    refusals: ['resource_not_found', 'invalid_property', 'wrong_state'],
    requirements: ['BIL-5'],
  },
} as const satisfies RouteTable;
