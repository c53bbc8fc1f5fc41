import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { javaSnippet, javascriptSnippet, settingsSnippet, shellSnippets } from '../../infra/edge/docs-start.ts';
import { type Credentials, clientOf } from '../../infra/local/demo/client.ts';
import { createCustomer } from './actions.ts';
import type { World } from './world.ts';

let world: World;
let env: Record<string, string | undefined>;

/** API-2: what the reference shows to paste does what it says, against a running program. The partner that pastes it sells to nobody yet. */
export function quickStart(running: () => World, enrol: () => Promise<Credentials>): void {
  describe('API-2: the quick start', () => {
    beforeAll(async () => {
      world = running();
      const caller = await enrol();
      const { tenantId, clientId, clientSecret } = caller;
      env = {
        ...process.env,
        ROOT: world.runtime.apiRoot,
        TENANT: tenantId,
        CLIENT_ID: clientId,
        CLIENT_SECRET: clientSecret,
      };
      const client = clientOf(world.runtime.apiRoot, caller);
      for (const name of ['Fabrikam', 'Fabled Books', 'Wingtip']) await createCustomer(client, name);
    }, 300_000);

    whatIsPasted();
  });
}

/** Runs a program in the world's folder and answers what it printed. @throws Error with what it complained of. */
async function run(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { cwd: world.folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      printed[name] += text;
    });
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${printed.stderr}${printed.stdout}`);
  return printed.stdout;
}

const shell = async (...parts: (keyof typeof shellSnippets)[]) => {
  const text = await run('sh', ['-ec', parts.map((part) => shellSnippets[part]).join('\n')]);
  return text
    .split(/(?<=\})(?=\{"totalCount")/)
    .filter((part) => part.trim() !== '')
    .map((part) => JSON.parse(part));
};
const namesOf = (page: { items: { companyProfile: { companyName: string } }[] }) =>
  page.items.map(({ companyProfile }) => companyProfile.companyName);

function whatIsPasted(): void {
  test('API-2: is what the page shows, with the settings that the programs read', async () => {
    const page = await (await fetch(`${world.runtime.apiRoot}/docs`)).text();
    const shown = [...page.matchAll(/<pre[^>]*id="snippet-[^>]*><code>([\s\S]*?)<\/code>/g)].map(([, text]) =>
      text!.replace(
        /&(lt|gt|quot|#39|amp);/g,
        (_, name: 'lt') => ({ lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' })[name]!,
      ),
    );
    expect(shown).toEqual([settingsSnippet, ...Object.values(shellSnippets), javascriptSnippet, javaSnippet]);
    expect([...settingsSnippet.matchAll(/(\w+)=/g)].map(([, name]) => name)).toEqual([
      'ROOT',
      'TENANT',
      'CLIENT_ID',
      'CLIENT_SECRET',
    ]);
  });

  test('API-2: curl: a token and the first three calls', async () => {
    const [customers, offers, invoices] = await shell('token', 'calls');
    expect(namesOf(customers)).toEqual(expect.arrayContaining(['Fabrikam', 'Fabled Books', 'Wingtip']));
    expect(offers.items.length).toBeGreaterThan(0);
    expect(invoices).toMatchObject({ items: [] });
  });

  test('API-2: curl: the next page is another one', async () => {
    const [first] = await shell('token', 'calls');
    const [second] = await shell('token', 'paging');
    expect(namesOf(second)).toEqual([namesOf(first)[1]]);
  });

  test('API-2: curl: a filter finds what begins so', async () => {
    const [found] = await shell('token', 'filter');
    expect(namesOf(found).sort()).toEqual(['Fabled Books', 'Fabrikam']);
  });

  test('API-2: JavaScript', async () => {
    writeFileSync(join(world.folder, 'start.mjs'), javascriptSnippet);
    const said = await run(process.execPath, ['start.mjs']);
    expect(said).toMatch(/Fabrikam\n[\s\S]*2 begin with Fab/);
    expect(said).toContain('Wingtip');
  });

  test('API-2: Java', async () => {
    writeFileSync(join(world.folder, 'Start.java'), javaSnippet);
    const pages = (await run('java', ['Start.java'])).trim().split('\n');
    expect(pages.map((page) => JSON.parse(page).items.length)).toEqual([3, 2, 0]);
  });
}
