import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFolder } from '../../infra/bundles.ts';
import { at, resourcesOf } from '../../infra/checks/template.ts';
import { apis, manifests } from '../../infra/manifests.ts';
import { slicedBundles } from '../../infra/slices.ts';
import type { Route } from '../../shared/contracts/routes.ts';
import { synthesized } from './synthesized.ts';

const run = promisify(execFile);
const functions = resourcesOf(await synthesized(), 'AWS::Lambda::Function').map(({ properties }) => ({
  name: String(properties.FunctionName).replace(/^open-csp-/, ''),
  variables: (at(properties, 'Environment', 'Variables') ?? {}) as Record<string, unknown>,
}));

/** A value of the template as a text: what the template leaves open is filled with something of its shape. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : 'https://value.example');

/**
 * Every function starts with what its template gives it and nothing else. Its bundle has what it needs of the SDK, though
 * much was left out of it: the one service that is asked at the start is here, and answers as on AWS.
 */
describe('OPS-1: every function starts from its bundle', () => {
  let parameters: Server;
  let endpoint: string;
  beforeAll(async () => {
    parameters = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const { Names = [] } = JSON.parse(body) as { Names?: string[] };
        response.setHeader('content-type', 'application/x-amz-json-1.1');
        response.end(JSON.stringify({ Parameters: Names.map((Name) => ({ Name, Value: `secret of ${Name}` })) }));
      });
    });
    await new Promise<void>((resolve) => parameters.listen(0, '127.0.0.1', resolve));
    endpoint = `http://127.0.0.1:${(parameters.address() as AddressInfo).port}`;
  });
  afterAll(() => parameters?.close());

  /** What a script says that has the `handler` of a function, in the environment that the template gives it. */
  const saidBy = async (name: string, script: string): Promise<string> => {
    const file = pathToFileURL(join(bundleFolder(name), 'index.mjs')).href;
    const { variables } = functions.find((each) => each.name === name)!;
    const whole = `const { handler } = await import(${JSON.stringify(file)}); ${script}; process.exit(0)`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', whole], {
      env: {
        ...Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, textOf(value)])),
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'key',
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_LAMBDA_FUNCTION_NAME: name,
        AWS_ENDPOINT_URL: endpoint,
      },
    });
    return stdout;
  };

  it.each(functions)('$name', async ({ name }) => {
    expect(await saidBy(name, 'process.stdout.write(typeof handler)')).toBe('function');
  });

  it.each(slicedBundles)('%s loads each slice for whoever asks for one of its operations', async (name) => {
    const { routes } = apis.find(({ api }) => name === `${api}-api`)!;
    const guarded = Object.entries<Route>(routes).filter(([, { allow }]) => allow !== 'public');
    const events = guarded.map(([, { method, path }]) => ({
      rawPath: path.replaceAll(/[{}]/g, ''),
      rawQueryString: '',
      headers: {},
      requestContext: { timeEpoch: Date.parse('2026-01-01T00:00:00Z'), http: { method } },
    }));
    const script = `const said = await Promise.all(${JSON.stringify(events)}.map(handler)); const answer = '\\nstatuses ' + JSON.stringify(said.map(({ statusCode }) => statusCode)) + '\\n'; await new Promise((done) => process.stdout.write(answer, done))`;
    // Log lines stand before and behind it; a pipe that they filled is waited for.
    const [, answer] = /^statuses (.*)$/m.exec(await saidBy(name, script))!;
    const statuses = JSON.parse(answer!) as number[];
    const others = guarded.map(([id], index) => [id, statuses[index]]).filter(([, status]) => status !== 401);
    expect(others).toEqual([]);
    expect(statuses.length).toBeGreaterThan(0);
  });
});

/** What is left out of bundles for being read by nobody must not be what the operator reads. */
it.each(
  manifests.flatMap(({ context, jobs }) => Object.values(jobs.jobs).map(({ summary }) => ({ context, summary }))),
)('OPS-3: the jobs function of $context says what a job does: $summary', ({ context, summary }) => {
  const code = readFileSync(join(bundleFolder(`${context}-jobs`), 'index.mjs'), 'utf8');
  expect(code).toContain(summary);
});
