import { InvocationType, InvokeCommand } from '@aws-sdk/client-lambda';
import { manifests } from '../manifests.ts';
import type { Recovery } from './recovery.ts';

/**
 * `npm run recover -- job`: starts a job as its schedule does. Jobs find what is due by its state, so one that ran already
 * finds nothing to do; how it went is in its log, and in the operator's list of jobs.
 *
 * @param at The time for which it runs; what is due later stays.
 * @throws TypeError naming the jobs that there are, for one that is not.
 */
export async function rerunJob({ name, clients: { lambda }, log }: Recovery, job: string, at: Date): Promise<void> {
  const owner = manifests.find(({ jobs }) => Object.hasOwn(jobs.jobs, job));
  if (!owner) throw new TypeError(`there is no job ${job}; there are ${jobNames().join(', ')}`);
  const FunctionName = `${name}-${owner.context}-jobs`;
  const scheduledAt = at.toISOString().replace(/\.\d+Z$/, 'Z');
  await lambda.send(
    new InvokeCommand({
      FunctionName,
      InvocationType: InvocationType.Event,
      Payload: Buffer.from(JSON.stringify({ job, scheduledAt })),
    }),
  );
  log(`started ${job} of ${scheduledAt} in ${FunctionName}: GET /v1/operator/jobs tells how it goes`);
}

export const jobNames = (): readonly string[] => manifests.flatMap(({ jobs }) => Object.keys(jobs.jobs)).sort();
