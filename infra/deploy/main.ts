import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetParametersCommand, ParameterType, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { projectRoot } from './bundles.ts';
import { secretParameters } from './settings.ts';

/**
 * `npm run deploy`: makes the secrets that are not there yet, bundles and deploys every stack, and makes the operator's
 * client. Everything after `--` goes to `cdk deploy`, switches (`-c senderAddress=…`) included. Repeating it is
 * harmless.
 */
async function main(args: readonly string[]): Promise<void> {
  const name = await installationName(args);
  await makeSecrets(name);
  const outputsFile = join(projectRoot, '.local', 'outputs.json');
  await mkdir(join(projectRoot, '.local'), { recursive: true });
  await cdk(['deploy', '--all', '--require-approval', 'never', '--outputs-file', outputsFile, ...args]);
  const outputs = JSON.parse(await readFile(outputsFile, 'utf8')) as Record<string, Record<string, string>>;
  const functionName = outputs[`${name}-tenancy`]?.BootstrapFunctionName;
  if (functionName === undefined) throw new Error('the tenancy stack names its bootstrap function');
  await makeOperator(functionName, outputs[`${name}-gateway`]?.ApiRoot ?? '');
}

/** The name that the stacks will have: `-c name=…`, else that of cdk.json, else the default. */
export async function installationName(args: readonly string[]): Promise<string> {
  const given = args
    .flatMap((arg, index) => (arg === '-c' || arg === '--context' ? [args[index + 1] ?? ''] : []))
    .find((pair) => pair.startsWith('name='));
  if (given !== undefined) return given.slice('name='.length);
  const { context = {} } = JSON.parse(await readFile(join(projectRoot, 'cdk.json'), 'utf8')) as {
    context?: { name?: string };
  };
  return context.name ?? 'open-csp';
}

/** Secrets are in no template and no output: they are made once, here, and only functions read them. */
async function makeSecrets(name: string): Promise<void> {
  const client = new SSMClient({});
  const names = Object.values(secretParameters({ name }));
  const { InvalidParameters: missing = [] } = await client.send(
    new GetParametersCommand({ Names: names, WithDecryption: false }),
  );
  for (const parameter of missing) {
    await client.send(
      new PutParameterCommand({
        Name: parameter,
        Type: ParameterType.SECURE_STRING,
        Value: randomBytes(32).toString('base64url'),
        Description: 'Made by the deployment; npm run rotate replaces it and lets the old one count for a day more.',
      }),
    );
    process.stdout.write(`made the secret ${parameter}\n`);
  }
}

const cdk = (args: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn('cdk', args, { cwd: projectRoot, stdio: 'inherit', shell: process.platform === 'win32' });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`cdk ${args[0]} ended with ${code}`))));
  });

async function makeOperator(functionName: string, apiRoot: string): Promise<void> {
  const answer = await new LambdaClient({}).send(
    new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify({ bootstrap: 'operator' })) }),
  );
  const text = Buffer.from(answer.Payload ?? []).toString('utf8');
  if (answer.FunctionError !== undefined) throw new Error(`${functionName} failed: ${text}`);
  const { tenantId, clientId, clientSecret } = JSON.parse(text) as Record<string, string | undefined>;
  process.stdout.write(`
The API is at        ${apiRoot}
Its reference is at  ${apiRoot}/docs
Operator's tenant    ${tenantId}
Operator's client    ${clientId}
Its secret           ${clientSecret ?? '(shown when it was made)'}
`);
}

if (import.meta.main) {
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
