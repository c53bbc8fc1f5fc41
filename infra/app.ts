import { addChecks } from './checks/nag.ts';
import { program } from './program.ts';

/** What `cdk` runs. A local run skips the security rules: they are judged at every `cdk synth` and in the tests. */
const app = program({}, process.env);
if (process.env.CSP_SANDBOX !== 'true') await addChecks(app);
app.synth();
