import type { RunDeps } from '../../functions/billing/invoices/operations/dependencies.ts';
import type { ConsumerTable, ContextConsumers } from '../../shared/contracts/consumers.ts';
import type { ContextJobs, JobTable } from '../../shared/contracts/jobs.ts';
import type { ContextName, ContextRoutes, RouteTable } from '../../shared/contracts/routes.ts';
import type { silentObservability } from '../../shared/observability/observability.ts';
import type { Chance } from './chance.ts';
import type { TestMailer } from './mailer.ts';
import type { MemoryFiles, MemoryIdentity, Step } from './memory-ports.ts';
import type { MemoryTable } from './memory-table.ts';

/** A context as it runs: its manifests, its functions and what they work with. */
export interface RunningContext {
  readonly context: ContextName;
  readonly routes: ContextRoutes<RouteTable>;
  readonly operations: Readonly<Record<string, unknown>>;
  readonly consumers: ContextConsumers<ConsumerTable>;
  readonly consumerFunctions: Readonly<Record<string, unknown>>;
  readonly jobs: ContextJobs<JobTable>;
  readonly jobFunctions: Readonly<Record<string, unknown>>;
  readonly deps: unknown;
  /** Takes a message of the context's own queue. */
  readonly work?: (message: unknown) => Promise<unknown>;
}

/** What the contexts are composed of: everything outside is in memory. */
export interface ProgramParts {
  readonly table: MemoryTable;
  readonly files: MemoryFiles;
  readonly identity: MemoryIdentity;
  readonly mailer: TestMailer;
  readonly chance: Chance;
  readonly observability: ReturnType<typeof silentObservability>;
  readonly step: Step;
  /** Writes statements; as PDF by default. */
  readonly statementOf?: RunDeps['statementOf'] | undefined;
  /** Puts a message into a context's own queue. */
  send(context: ContextName, message: unknown): void;
}
