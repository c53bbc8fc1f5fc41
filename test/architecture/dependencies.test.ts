import { describe, expect, it } from 'vitest';
import { allImports, type Import, importsIn, resolveImport } from './imports.ts';
import { cycles, rules, violations } from './rules.ts';

describe('dependency rules', () => {
  const imports = allImports();

  it('hold in every file', () => {
    const broken = violations(imports).map(
      ({ rule, file, target, mend }) => `${file} imports ${target} (${rule}). ${mend}`,
    );
    expect(broken).toEqual([]);
  });

  it('no file imports itself by way of others, types included', () => {
    expect(cycles(imports).map((ring) => [...ring, ring[0]].join(' → '))).toEqual([]);
  });
});

describe('each rule fires on a planted violation', () => {
  const plant = (file: string, target: string, typeOnly = false): string[] => {
    const imported: Import = { target, typeOnly };
    return violations(new Map([[file, [imported]]])).map(({ rule }) => rule);
  };

  const planted = [
    {
      rule: 'contexts-are-strangers',
      file: 'functions/billing/operations/a.ts',
      target: 'functions/commerce/store/order.ts',
      because: 'another context keeps its items to itself',
    },
    {
      rule: 'domain-is-pure',
      file: 'functions/billing/domain/a.ts',
      target: 'shared/dynamo/table.ts',
      because: 'a rule reads no table',
    },
    {
      rule: 'domain-is-pure',
      file: 'functions/billing/domain/a.ts',
      target: 'node:fs',
      because: 'a rule reads no file',
    },
    {
      rule: 'kernel-is-pure',
      file: 'shared/kernel/money.ts',
      target: 'node:crypto',
      because: 'the kernel runs anywhere',
    },
    {
      rule: 'kernel-is-pure',
      file: 'shared/kernel/money.ts',
      target: 'shared/contracts/wire.ts',
      because: 'it knows no contract',
    },
    {
      rule: 'contracts-are-data',
      file: 'shared/contracts/routes.ts',
      target: 'shared/http/dispatch.ts',
      because: 'a contract does not act',
    },
    {
      rule: 'events-are-data',
      file: 'events/billing.ts',
      target: 'shared/messaging/publisher.ts',
      because: 'an event does not publish itself',
    },
    {
      rule: 'manifests-are-data',
      file: 'functions/billing/routes.ts',
      target: 'functions/billing/operations/a.ts',
      because: 'a route holds no handler',
    },
    {
      rule: 'layers-point-inward',
      file: 'functions/billing/operations/a.ts',
      target: 'functions/billing/lambda/api.ts',
      because: 'an operation knows no function',
    },
    {
      rule: 'layers-point-inward',
      file: 'functions/billing/operations/a.ts',
      target: 'functions/billing/routes.ts',
      because: 'of a route it takes the type only',
    },
    {
      rule: 'layers-point-inward',
      file: 'functions/billing/store/a.ts',
      target: 'functions/billing/routes.ts',
      because: 'a store knows no route',
    },
    {
      rule: 'store-knows-no-operation',
      file: 'functions/billing/store/a.ts',
      target: 'functions/billing/operations/a.ts',
      because: 'a store decides nothing',
    },
    {
      rule: 'aws-at-the-edge',
      file: 'functions/billing/operations/a.ts',
      target: '@aws-sdk/client-s3',
      because: 'AWS is behind a port',
    },
    {
      rule: 'aws-at-the-edge',
      file: 'shared/http/dispatch.ts',
      target: '@aws-lambda-powertools/logger',
      because: 'so are its libraries',
    },
    {
      rule: 'shared-knows-no-context',
      file: 'shared/http/dispatch.ts',
      target: 'functions/billing/routes.ts',
      because: 'it serves any context',
    },
    {
      rule: 'infra-reads-manifests',
      file: 'infra/stacks/billing-stack.ts',
      target: 'functions/billing/domain/a.ts',
      because: 'stacks know no rule',
    },
    {
      rule: 'local-runs-the-template',
      file: 'infra/local/main.ts',
      target: 'shared/kernel/time.ts',
      because: 'it runs templates, not our source',
    },
    {
      rule: 'local-runs-the-template',
      file: 'infra/local/main.ts',
      target: 'infra/stacks/billing-stack.ts',
      because: 'it reads what was synthesized',
    },
    {
      rule: 'no-test-in-production',
      file: 'shared/http/dispatch.ts',
      target: 'test/support/memory-table.ts',
      because: 'tests stay behind',
    },
  ];

  it.each(planted)('$rule: $file → $target, because $because', ({ rule, file, target }) => {
    expect(plant(file, target)).toContain(rule);
  });

  it('no rule is without one', () => {
    const fired = new Set(planted.map(({ rule }) => rule));
    expect(rules.map(({ name }) => name).filter((name) => !fired.has(name))).toEqual([]);
  });

  it('an operation may take the type of its route', () => {
    expect(plant('functions/billing/operations/a.ts', 'functions/billing/routes.ts', true)).toEqual([]);
  });

  it('a ring of three files is found, of types too', () => {
    const ring = new Map([
      ['shared/a.ts', [{ target: 'shared/b.ts', typeOnly: true }]],
      ['shared/b.ts', [{ target: 'shared/c.ts', typeOnly: false }]],
      ['shared/c.ts', [{ target: 'shared/a.ts', typeOnly: true }]],
    ]);
    expect(cycles(ring)).toEqual([['shared/a.ts', 'shared/b.ts', 'shared/c.ts']]);
  });
});

describe('imports are read from code as it is written', () => {
  it.each`
    code                                             | specifier   | typeOnly | because
    ${"import { a } from './a.ts';"}                 | ${'./a.ts'} | ${false} | ${'the plain form'}
    ${"import {\n  a,\n  type B,\n} from './a.ts';"} | ${'./a.ts'} | ${false} | ${'it spans lines and brings a value'}
    ${"import type { A } from './a.ts';"}            | ${'./a.ts'} | ${true}  | ${'types only'}
    ${"export * from './a.ts';"}                     | ${'./a.ts'} | ${false} | ${'a re-export depends, too'}
    ${"export type { A } from './a.ts';"}            | ${'./a.ts'} | ${true}  | ${'of types'}
    ${"import './a.ts';"}                            | ${'./a.ts'} | ${false} | ${'for its effect'}
    ${"const a = await import('./a.ts');"}           | ${'./a.ts'} | ${false} | ${'at run time'}
    ${"import * as z from 'zod';"}                   | ${'zod'}    | ${false} | ${'a package'}
  `('$because', ({ code, specifier, typeOnly }) => {
    expect(importsIn(code)).toEqual([{ specifier, typeOnly }]);
  });

  it('comments do not import', () => {
    expect(importsIn("// import { a } from './a.ts';\n/* import { b } from './b.ts'; */\n")).toEqual([]);
  });

  it.each`
    specifier                   | target
    ${'../kernel/money.ts'}     | ${'shared/kernel/money.ts'}
    ${'@aws-sdk/client-s3'}     | ${'@aws-sdk/client-s3'}
    ${'aws-cdk-lib/aws-lambda'} | ${'aws-cdk-lib'}
    ${'node:fs'}                | ${'node:fs'}
  `('$specifier is $target', ({ specifier, target }) => {
    expect(resolveImport('shared/http/a.ts', specifier)).toBe(target);
  });
});
