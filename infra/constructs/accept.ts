import { Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

type Finding = `${'AwsSolutions' | 'Serverless'}-${string}`;

/** A finding of a rule pack that stays, and why. */
export interface Accepted {
  readonly finding: Finding;
  readonly reason: string;
}

/** Accepts a finding for one construct and what is in it. The README lists them all. */
export function accept(construct: IConstruct, finding: Finding, reason: string): void {
  const pack = finding.split('-')[0]!;
  Validations.of(construct).acknowledge({ id: `${pack}::${finding}`, reason });
}
