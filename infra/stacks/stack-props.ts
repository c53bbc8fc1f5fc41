import type { StackProps } from 'aws-cdk-lib/core';

/** Every stack is kept from being deleted by mistake and says what it holds. */
export const stackProps = (description: string): StackProps => ({
  description,
  terminationProtection: true,
  analyticsReporting: false,
});
