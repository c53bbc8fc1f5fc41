import * as z from 'zod';
import { attributes, collectionOf } from '../../../shared/contracts/wire.ts';

const Instant = z.string().meta({ format: 'date-time' });

export const JobStatus = z.object({
  context: z
    .enum(['tenancy', 'commerce', 'billing', 'support', 'notifications'])
    .describe('Part of the program that the job belongs to.'),
  job: z.string().describe('Name of the job.'),
  summary: z.string().describe('What the job does.'),
  schedule: z.string().describe('When it runs, in UTC: minute, hour, day of month, month, day of week, year.'),
  lastRunDate: Instant.describe('When the last run was due.'),
  lastRunOutcome: z
    .enum(['succeeded', 'failed', 'running'])
    .describe('How the last run ended; `running` while shares of it are worked on.'),
  counts: z
    .record(z.string().min(1), z.unknown().describe('A count.'))
    .optional()
    .describe('What the last run found and did so far; absent when it failed.'),
  ranges: z
    .object({
      total: z.number().int().describe('Shares so far: the walk is cut as it goes on.'),
      done: z.number().int().describe('Those that are done.'),
    })
    .optional()
    .describe('How far a run has come that found much to do; absent where one share was all.'),
  error: z.string().optional().describe('Why the last run failed; the log of that hour has the rest.'),
  lastSuccessDate: Instant.optional().describe('When the last run that succeeded was due; absent when none ever did.'),
  nextRunDate: Instant.describe('When the job runs next.'),
  attributes: attributes('JobStatus'),
});
export const JobStatuses = collectionOf(JobStatus);
