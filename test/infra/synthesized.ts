import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { bundle } from '../../infra/bundle.ts';
import { bundleFolder, bundles, hasEntry } from '../../infra/bundles.ts';
import type { Output, Resource, Template } from '../../infra/checks/template.ts';
import { program } from '../../infra/program.ts';
import { fingerprint } from '../scenario/assembly.ts';
import { madeOnce } from '../scenario/made-once.ts';

/** Assets are taken from `dist/`: built here where a test is run on its own. */
export async function bundled(): Promise<void> {
  const isMissing = bundles.filter(hasEntry).some(({ name }) => !existsSync(join(bundleFolder(name), 'index.mjs')));
  if (isMissing) await bundle();
}

/** Bundles stay where they are: nothing is deployed from here. */
export const WITHOUT_COPIES = { 'aws:cdk:disable-asset-staging': true };

export const scratch = (): string => mkdtempSync(join(tmpdir(), 'cdk-'));

/** Templates by the switches that they were made with, as text: each caller has objects of its own. */
const made = new Map<string, Promise<string>>();

/**
 * The templates of the program with the given switches, without the rule packs. The same switches are synthesized once, for
 * all files of a run.
 */
export async function synthesized(context: Readonly<Record<string, unknown>> = {}): Promise<readonly Template[]> {
  const key = JSON.stringify(Object.entries(context).sort());
  const text = made.get(key) ?? keptTemplates(key, context);
  made.set(key, text);
  return JSON.parse(await text) as readonly Template[];
}

async function keptTemplates(key: string, context: Readonly<Record<string, unknown>>): Promise<string> {
  await bundled();
  const folder = await madeOnce({
    kind: 'templates',
    fingerprint: `${fingerprint()}-${createHash('sha256').update(key).digest('hex').slice(0, 12)}`,
    make: (into) => writeFileSync(join(into, 'templates.json'), synthesize(context)),
  });
  return readFileSync(join(folder, 'templates.json'), 'utf8');
}

function synthesize(context: Readonly<Record<string, unknown>>): string {
  const outdir = scratch();
  try {
    const app = program({
      outdir,
      context: { ...WITHOUT_COPIES, ...context },
      builtinCloudFormationValidation: false,
      treeMetadata: false,
    });
    return JSON.stringify(templatesOf(app.synth()));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

export const templatesOf = ({ stacks }: CloudAssembly): readonly Template[] =>
  stacks.map((stack) => {
    const { Resources, Outputs } = JSON.parse(readFileSync(stack.templateFullPath, 'utf8')) as {
      Resources?: Record<string, Resource>;
      Outputs?: Record<string, Output>;
    };
    return {
      stack: stack.stackName,
      terminationProtection: stack.terminationProtection === true,
      resources: Resources ?? {},
      outputs: Outputs ?? {},
    };
  });
