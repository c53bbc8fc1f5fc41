import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ContextName } from '../shared/contracts/routes.ts';

/** A function's bundle: its name, which is also its folder in `dist/`, and the file that exports `handler`. */
export interface Bundle {
  readonly name: string;
  readonly entry: string;
}

export const contextNames: readonly ContextName[] = ['tenancy', 'commerce', 'billing', 'support', 'notifications'];

/** Root of the project: entries and `dist/` are found from wherever a command is started. */
export const projectRoot = resolve(import.meta.dirname, '..');

const ofContext = (context: ContextName): readonly Bundle[] =>
  ['api', 'events', 'jobs'].map((part) => ({
    name: `${context}-${part}`,
    entry: `functions/${context}/lambda/${part}.ts`,
  }));

/** Every function of the platform. */
export const bundles: readonly Bundle[] = [
  ...contextNames.flatMap(ofContext),
  { name: 'tenancy-sign-in', entry: 'functions/tenancy/lambda/sign-in.ts' },
  { name: 'tenancy-token-claims', entry: 'functions/tenancy/lambda/token-claims.ts' },
  { name: 'tenancy-bootstrap', entry: 'functions/tenancy/lambda/bootstrap.ts' },
  { name: 'billing-worker', entry: 'functions/billing/lambda/worker.ts' },
  { name: 'publisher', entry: 'shared/messaging/publisher-function.ts' },
  { name: 'edge', entry: 'infra/edge/edge.ts' },
  { name: 'origin-authorizer', entry: 'infra/edge/origin-authorizer.ts' },
];

/** A context without consumers or jobs has no such function, so its entry does not exist. */
export const hasEntry = ({ entry }: Bundle): boolean => existsSync(resolve(projectRoot, entry));

export const bundleFolder = (name: string): string => resolve(projectRoot, 'dist', name);
