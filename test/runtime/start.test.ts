import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blockedPorts, readPort } from '../../infra/local/net/ports.ts';
import { openServer } from '../../infra/local/net/server.ts';
import { AdviceError } from '../../infra/local/state/advice.ts';
import { openState } from '../../infra/local/state/state.ts';

const folder = mkdtempSync(join(tmpdir(), 'start-'));
const notAFolder = join(folder, 'file');
let occupant: Server;
let taken = 0;

beforeAll(async () => {
  writeFileSync(notAFolder, '');
  occupant = createServer().listen(0, '127.0.0.1');
  await once(occupant, 'listening');
  taken = (occupant.address() as { port: number }).port;
});

afterAll(() => {
  occupant.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('OPS-1: a start that cannot be says why, and what to type', () => {
  test.each([
    [['--port', '6000'], /port 6000 will not do.*blocked port.*npm start -- --port 4400/],
    [['--port', '5998'], /port 5998 will not do.*6000.*npm start -- --port 4400/],
    [['--port', 'api'], /--port is a number up to 65531, not "api"/],
    [['--port', '65532'], /--port is a number up to 65531/],
    [['--prot', '4400'], /--prot[\s\S]*--port N/],
    [['4400'], /4400[\s\S]*--port N/],
    [['--data', ''], /--data names a folder/],
  ])('%j: %s', async (args, message) => {
    const main = join(import.meta.dirname, '..', '..', 'infra', 'local', 'main.ts');
    const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(1);
    expect(said).toMatch(message);
    expect(said, 'no stack trace').not.toMatch(/^\s+at /m);
  });

  test('a port that is taken', async () => {
    await expect(openServer(taken)).rejects.toThrow(AdviceError);
    await expect(openServer(taken)).rejects.toThrow(`port ${taken} is taken by another program`);
  });

  test('a folder that is none, and one that another runtime uses', () => {
    expect(() => openState(join(notAFolder, 'data'))).toThrow('choose another folder with --data');
    expect(() => openState('/proc/nobody-may/data')).toThrow('choose another folder with --data');
    const state = openState(join(folder, 'data'));
    expect(() => openState(join(folder, 'data'))).toThrow('another npm start uses');
    state.close();
    openState(join(folder, 'data')).close();
  });

  test.each([...blockedPorts].filter((port) => port > 0))('nobody can call port %i', async (port) => {
    expect(() => readPort(String(port), 1)).toThrow('blocked port');
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toMatchObject({ cause: { message: 'bad port' } });
  });
});
