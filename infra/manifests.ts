import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ConsumerTable, type ContextConsumers, consumerTable } from '../shared/contracts/consumers.ts';
import { type ContextJobs, type JobTable, jobTable } from '../shared/contracts/jobs.ts';
import { type ContextName, type ContextRoutes, type RouteTable, routeTable } from '../shared/contracts/routes.ts';
import { contextNames, projectRoot } from './bundles.ts';

/** All that a context declares: the only source of routes, rules and schedules. */
export interface ContextManifests {
  readonly context: ContextName;
  readonly routes: ContextRoutes<RouteTable>;
  readonly consumers: ContextConsumers<ConsumerTable>;
  readonly jobs: ContextJobs<JobTable>;
  /** Exports of `schemas.ts`: their names become the names of the document's schemas. */
  readonly schemas: Readonly<Record<string, unknown>>;
}

async function exportsOf(context: ContextName, file: string): Promise<Readonly<Record<string, unknown>>> {
  const path = resolve(projectRoot, 'functions', context, `${file}.ts`);
  return existsSync(path) ? ((await import(pathToFileURL(path).href)) as Record<string, unknown>) : {};
}

/** The export of a manifest file that is the table itself. */
const tableIn = <T>(exports: Readonly<Record<string, unknown>>, member: string): T | undefined =>
  Object.values(exports).find(
    (value): boolean => typeof value === 'object' && value !== null && 'context' in value && member in value,
  ) as T | undefined;

async function manifestsOf(context: ContextName): Promise<ContextManifests> {
  const [routes, consumers, jobs, schemas] = await Promise.all(
    ['routes', 'consumers', 'jobs', 'schemas'].map((file) => exportsOf(context, file)),
  );
  return {
    context,
    routes: tableIn<ContextRoutes<RouteTable>>(routes!, 'routes') ?? routeTable(context, {}),
    consumers: tableIn<ContextConsumers<ConsumerTable>>(consumers!, 'consumers') ?? consumerTable(context, {}),
    jobs: tableIn<ContextJobs<JobTable>>(jobs!, 'jobs') ?? jobTable(context, {}),
    schemas: schemas!,
  };
}

export const manifests: readonly ContextManifests[] = await Promise.all(contextNames.map(manifestsOf));
