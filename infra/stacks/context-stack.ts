import { type App, Stack } from 'aws-cdk-lib/core';
import {
  type ContextExtras,
  type ContextFunctions,
  contextFunctions,
  type IssuerSettings,
  isBuilt,
} from '../constructs/context-functions.ts';
import {
  documentRights,
  exportRights,
  importRights,
  mailRights,
  rateCardRights,
  secretStatement,
} from '../constructs/permissions.ts';
import type { Platform } from '../constructs/platform.ts';
import { purchaseStatements } from '../constructs/table-access.ts';
import type { ContextManifests } from '../manifests.ts';
import { secretParameters, stackName } from '../settings.ts';
import { stackProps } from './stack-props.ts';

/** A context that needs its three functions and nothing of its own. Without any function it has no stack either. */
function plainStack(
  app: App,
  platform: Platform,
  manifests: ContextManifests,
  issuer: IssuerSettings,
  about: { description: string; extras?: (stack: Stack) => ContextExtras },
): ContextFunctions {
  if (!['api', 'events', 'jobs'].some((part) => isBuilt(`${manifests.context}-${part}`))) return { queues: [] };
  const stack = new Stack(
    app,
    stackName(platform.settings, manifests.context),
    stackProps(platform.settings, manifests.context, about.description),
  );
  return contextFunctions(stack, platform, manifests, issuer, about.extras?.(stack));
}

/** Catalogue, price lists, orders, subscriptions; imports read and write files. */
export const commerceStack = (app: App, platform: Platform, manifests: ContextManifests, issuer: IssuerSettings) =>
  plainStack(app, platform, manifests, issuer, {
    description: 'Catalogue, orders, subscriptions',
    extras: () => {
      const documents = documentRights(platform, 'commerce');
      const statements = [...(documents.statements ?? []), ...purchaseStatements(platform.table)];
      const exports = exportRights(platform, 'commerce');
      // A step of an export holds that its customer is still there, a succession that it chose, and counts what it moves;
      // rows of an import are purchases.
      const imports = importRights(platform, 'commerce');
      const events = {
        ...exports,
        statements: [...exports.statements, ...imports.statements, ...purchaseStatements(platform.table)],
        accepted: [...exports.accepted, ...imports.accepted],
      };
      // The figures of insights are gathered by a job.
      const rateCards = rateCardRights(platform);
      const api = {
        ...documents,
        statements: [...statements, ...rateCards.statements],
        accepted: [...documents.accepted, ...rateCards.accepted],
      };
      return { api, events, jobs: documents };
    },
  });

export const supportStack = (app: App, platform: Platform, manifests: ContextManifests, issuer: IssuerSettings) =>
  plainStack(app, platform, manifests, issuer, { description: 'Service requests, health, SLA claims' });

/** Mail and webhooks. */
export const notificationsStack = (app: App, platform: Platform, manifests: ContextManifests, issuer: IssuerSettings) =>
  plainStack(app, platform, manifests, issuer, {
    description: 'Mail and webhooks',
    extras: (stack) => {
      const { link } = secretParameters(platform.settings);
      const mail = mailRights(stack, platform);
      const sender = {
        environment: {
          ...mail.environment,
          PROGRAM_NAME: platform.settings.programName,
          LINK_SECRET_PARAMETER: link,
        },
        statements: [...mail.statements, secretStatement(stack, [link])],
        accepted: mail.accepted,
      };
      return { events: sender, jobs: sender };
    },
  });
