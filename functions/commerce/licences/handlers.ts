import { freeLicences } from './operations/free-licences.ts';
import { listLicencePool, listMyLicencePool, listSubscribedSkus } from './operations/list-pools.ts';
import { listUserLicenses, updateUserLicenses } from './operations/user-licenses.ts';

/** What answers each route of the slice. */
export const licencesOperations = {
  listSubscribedSkus,
  listUserLicenses,
  updateUserLicenses,
  listLicencePool,
  listMyLicencePool,
} as const;

/** What takes each event that the slice listens to. */
export const licencesConsumerFunctions = {
  freeLicences,
} as const;
