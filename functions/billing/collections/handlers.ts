import { advanceCollections } from './operations/advance-collections.ts';
import { changeCollectionsCase } from './operations/change-collections-case.ts';
import { listCollectionsCases } from './operations/list-collections-cases.ts';

/** What answers each route of the slice. */
export const collectionsOperations = { listCollectionsCases, changeCollectionsCase } as const;

/** What each job of the slice does. */
export const collectionsJobFunctions = { advanceCollections } as const;
