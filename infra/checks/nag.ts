import { type App, Validations } from 'aws-cdk-lib/core';

/** Adds the rule packs; a finding that nobody gave a reason for fails the synthesis. */
export async function addChecks(app: App): Promise<void> {
  const { AwsSolutionsChecks, ServerlessChecks } = await import('cdk-nag');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  Validations.of(app).addPlugins(new ServerlessChecks(app));
}
