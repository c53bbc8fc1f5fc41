import { addChecks } from './checks/nag.ts';
import { program } from './program.ts';

/**
 * What `cdk` runs. A sandbox, as the local runtime is one, skips the rule packs and the template validation, which
 * take seconds: they are judged at every other synthesis and in the tests.
 */
const isSandbox = process.env.CSP_SANDBOX === 'true';
const app = program(isSandbox ? { builtinCloudFormationValidation: false, treeMetadata: false } : {}, process.env);
if (!isSandbox) await addChecks(app);
app.synth();
