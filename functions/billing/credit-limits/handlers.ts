import { resumeCredit } from './operations/resume-credit.ts';

/** What each job of the slice does. */
export const creditLimitsJobFunctions = { resumeCredit } as const;
