import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { App, type AppProps } from 'aws-cdk-lib/core';
import type { ContextName } from '../shared/contracts/routes.ts';
import type { ContextFunctions } from './constructs/context-functions.ts';
import { type Api, manifests as allManifests, apis, type ContextManifests } from './manifests.ts';
import { settingsOf } from './settings.ts';
import { billingStack } from './stacks/billing-stack.ts';
import { commerceStack, notificationsStack, supportStack } from './stacks/context-stack.ts';
import { foundationStack } from './stacks/foundation-stack.ts';
import { frontStack } from './stacks/front-stack.ts';
import { gatewayStack } from './stacks/gateway-stack.ts';
import { tenancyStack } from './stacks/tenancy-stack.ts';

/** Behaviour of the library that newer projects have by default. */
const features = {
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/core:validateAgainstDefaultRules': true,
};

/**
 * The whole program: foundation, one stack per context (tenancy's holds the issuer), the gateway last, so that nothing
 * refers backwards.
 */
export function program(props: AppProps = {}, manifests: readonly ContextManifests[] = allManifests): App {
  const app = new App({ ...props, context: { ...features, ...props.context } });
  const settings = settingsOf((key) => app.node.tryGetContext(key));
  const of = (context: ContextName): ContextManifests => manifests.find((each) => each.context === context)!;
  const platform = foundationStack(app, settings);
  const tenancy = tenancyStack(app, platform, of('tenancy'));
  const made: [Api['api'], ContextFunctions][] = [
    ['tenancy', tenancy.functions],
    ['commerce', commerceStack(app, platform, of('commerce'), tenancy.identity)],
    ['billing', billingStack(app, platform, of('billing'), tenancy.identity)],
    ['support', supportStack(app, platform, of('support'), tenancy.identity)],
    ['notifications', notificationsStack(app, platform, of('notifications'), tenancy.identity)],
  ];
  const functions = new Map<Api['api'], IFunction>(made.flatMap(([name, { api }]) => (api ? [[name, api]] : [])));
  if (tenancy.signIn) functions.set('sign-in', tenancy.signIn);
  const front = settings.front && frontStack(app, settings, settings.front);
  const gateway = gatewayStack(app, platform, apis, functions);
  // The way through the front is open before the one beside it is closed.
  if (front) gateway.addStackDependency(front);
  return app;
}
