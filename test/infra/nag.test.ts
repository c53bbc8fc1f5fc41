import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { addChecks } from '../../infra/checks/nag.ts';
import { program } from '../../infra/program.ts';
import { bundled, scratch, WITHOUT_COPIES } from './synthesized.ts';

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly {
      readonly ruleName: string;
      readonly violatingConstructs: readonly { readonly constructPath: string }[];
    }[];
    readonly suppressedViolations?: readonly { readonly ruleName: string; readonly reason: string }[];
  }[];
}

const front = {
  frontDomain: 'api.example.org',
  frontCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-4000-8000-000000000001',
  frontOrigin: 'abc123.execute-api.eu-west-1.amazonaws.com',
};

it.each([
  ['as it is by default', {}],
  ['with a front, shifting gradually', { ...front, gradual: 'true' }],
])(
  'no finding of the rule packs is without a reason, %s',
  async (_, context) => {
    await bundled();
    const outdir = scratch();
    const app = program({ outdir, context: { ...WITHOUT_COPIES, ...context }, treeMetadata: false });
    await addChecks(app);
    let failure: unknown;
    try {
      app.synth();
    } catch (error) {
      failure = error;
    }
    const report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')) as Report;
    rmSync(outdir, { recursive: true, force: true });
    const findings = report.pluginReports.flatMap(({ violations }) =>
      violations.flatMap(({ ruleName, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath }) => `${constructPath}: ${ruleName}`),
      ),
    );
    expect(findings).toEqual([]);
    expect(failure).toBeUndefined();
    // They did look: what they found and was accepted is in the report, with its reason.
    const accepted = report.pluginReports.flatMap(({ suppressedViolations = [] }) => suppressedViolations);
    expect(accepted.map(({ ruleName }) => ruleName)).toEqual(
      expect.arrayContaining(['AwsSolutions-COG8', 'Serverless-LambdaDLQ']),
    );
    expect(accepted.filter(({ reason }) => reason.length < 20)).toEqual([]);
  },
  180_000,
);
