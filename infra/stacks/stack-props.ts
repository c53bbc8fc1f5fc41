import type { StackProps } from 'aws-cdk-lib/core';
import { isProtected, type Settings, type StackPart } from '../settings.ts';

/** Every stack is kept from being deleted by mistake, once it is there, and says what it holds. */
export const stackProps = (settings: Settings, part: StackPart, description: string): StackProps => ({
  description,
  terminationProtection: isProtected(settings, part),
  analyticsReporting: false,
});
