import { addChecks } from './checks/nag.ts';
import { program } from './program.ts';

/**
 * What `cdk` runs. With `--local` it is the local runtime's: a sandbox, without the rule packs and the template validation,
 * which take seconds and are judged at every other synthesis and in the tests. Nothing in the environment says so, because
 * what is in a shell must not reach a deployment.
 */
const isLocal = process.argv.includes('--local');
const app = program(
  isLocal ? { context: { sandbox: true }, builtinCloudFormationValidation: false, treeMetadata: false } : {},
);
if (!isLocal) await addChecks(app);
app.synth();
