import { Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** A finding of a rule pack that stays, for the reason given. The README lists them all. */
export function accept(
  construct: IConstruct,
  finding: `${'AwsSolutions' | 'Serverless'}-${string}`,
  reason: string,
): void {
  const pack = finding.split('-')[0]!;
  Validations.of(construct).acknowledge({ id: `${pack}::${finding}`, reason });
}
