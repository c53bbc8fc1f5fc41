import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../infra/bundles.ts';

interface Locked {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
}

const { packages } = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, Locked>>;
};
/** What comes from a registry: neither the project and its own parts, nor what another package brings inside. */
const fetched = Object.entries(packages).filter(
  ([path, { link, inBundle }]) => path.includes('node_modules/') && !link && !inBundle,
);

describe('OPS-1: npm ci is quick, and installs what was tried', () => {
  it('OPS-1: the lock file says of every package where it is and what it contains', () => {
    const unsaid = fetched.filter(
      ([, { resolved, integrity }]) =>
        !resolved?.startsWith('https://registry.npmjs.org/') || !integrity?.startsWith('sha512-'),
    );
    expect(
      unsaid.map(([path]) => path),
      'without its address npm asks for the list of all versions first: see omit-lockfile-registry-resolved in .npmrc',
    ).toEqual([]);
    expect(fetched.length).toBeGreaterThan(0);
  });
});
