import { deleteApplicationSecret, listApplicationSecrets } from './operations/application-secrets.ts';
import { changeApplication } from './operations/change-application.ts';
import { changePartnerUser } from './operations/change-partner-user.ts';
import { createApplication } from './operations/create-application.ts';
import { createApplicationSecret } from './operations/create-application-secret.ts';
import { createPartnerUser } from './operations/create-partner-user.ts';
import { deleteApplication } from './operations/delete-application.ts';
import { deletePartnerUser } from './operations/delete-partner-user.ts';
import { listApplications } from './operations/list-applications.ts';
import { listPartnerUsers } from './operations/list-partner-users.ts';
import { purgeUsers } from './operations/purge-users.ts';
import { viewApplication } from './operations/view-application.ts';
import { viewPartnerUser } from './operations/view-partner-user.ts';

/** What answers each route of the slice. */
export const peopleOperations = {
  listPartnerUsers,
  createPartnerUser,
  viewPartnerUser,
  changePartnerUser,
  deletePartnerUser,
  listApplications,
  createApplication,
  viewApplication,
  changeApplication,
  deleteApplication,
  createApplicationSecret,
  listApplicationSecrets,
  deleteApplicationSecret,
} as const;

/** What each job of the slice does. */
export const peopleJobFunctions = {
  purgeUsers,
} as const;
