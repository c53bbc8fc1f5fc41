import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { notificationsContext } from '../../functions/notifications/lambda/context.ts';
import type { NotificationsDeps } from '../../functions/notifications/operations/dependencies.ts';
import { supportConsumers } from '../../functions/support/consumers.ts';
import { supportJobs } from '../../functions/support/jobs.ts';
import { supportRoutes } from '../../functions/support/routes.ts';
import { accessRecords } from '../../shared/identity/access.ts';
import { TEST_ROOT } from './api.ts';
import type { ProgramParts, RunningContext } from './program.ts';

const LINK_SECRET = 'the secret of links in tests';

/** Every context of the program, each with its own deps over the shared in-memory parts. */
export async function composeContexts(parts: ProgramParts): Promise<RunningContext[]> {
  return [
    ...(await contextsBeingWritten(parts)),
    { context: 'notifications', ...notificationsContext, deps: notificationsDeps(parts) },
    {
      context: 'support',
      routes: supportRoutes,
      operations: {},
      consumers: supportConsumers,
      consumerFunctions: {},
      jobs: supportJobs,
      jobFunctions: {},
      deps: {},
    },
  ];
}

const notificationsDeps = ({ table, mailer, observability, step }: ProgramParts): NotificationsDeps => ({
  table,
  records: accessRecords(table),
  log: observability.log,
  mailer: {
    async send(mail) {
      await step();
      await mailer.send(mail);
    },
  },
  senderAddress: 'program@program.test',
  apiRoot: TEST_ROOT,
  linkSecret: LINK_SECRET,
});

async function contextsBeingWritten(_parts: ProgramParts): Promise<RunningContext[]> {
  const found: RunningContext[] = [];
  for (const name of ['tenancy', 'commerce', 'billing']) {
    const path = join(import.meta.dirname, `../../functions/${name}/lambda/context.ts`);
    if (existsSync(path)) found.push();
  }
  return found;
}
