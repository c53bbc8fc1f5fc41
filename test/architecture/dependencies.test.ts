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
      rule: 'slices-point-down',
      file: 'functions/billing/history/operations/a.ts',
      target: 'functions/billing/invoices/index.ts',
      because: 'a history knows no invoice',
    },
    {
      rule: 'slices-point-down',
      file: 'functions/billing/history/domain/a.ts',
      target: 'functions/billing/invoices/domain/a.ts',
      because: 'rules point down like all else',
    },
    {
      rule: 'slices-point-down',
      file: 'functions/billing/history/schemas.ts',
      target: 'functions/billing/invoices/schemas.ts',
      because: 'so do manifests',
    },
    {
      rule: 'slices-have-a-door',
      file: 'functions/billing/invoices/operations/a.ts',
      target: 'functions/billing/history/store/a.ts',
      because: 'what is not offered is nobody else’s',
    },
    {
      rule: 'slices-have-a-door',
      file: 'functions/billing/invoices/store/a.ts',
      target: 'functions/billing/history/domain/a.ts',
      because: 'a store comes in by the door, too',
    },
    {
      rule: 'doors-are-for-those-above',
      file: 'functions/billing/invoices/domain/a.ts',
      target: 'functions/billing/history/index.ts',
      because: 'through the door a rule would reach stores',
    },
    {
      rule: 'doors-are-for-those-above',
      file: 'functions/billing/invoices/operations/a.ts',
      target: 'functions/billing/invoices/index.ts',
      because: 'nobody leaves his room to come in again',
    },
    {
      rule: 'rooms-are-slices',
      file: 'functions/billing/operations/a.ts',
      target: 'shared/kernel/time.ts',
      because: 'an operation belongs to a slice',
    },
    {
      rule: 'rooms-are-slices',
      file: 'functions/billing/invoices/helpers/a.ts',
      target: 'shared/kernel/time.ts',
      because: 'a slice has the layers that every slice has',
    },
    {
      rule: 'manifests-of-a-context-spread',
      file: 'functions/billing/routes.ts',
      target: 'functions/billing/invoices/schemas.ts',
      because: 'its entries are those of its slices',
    },
    {
      rule: 'contexts-are-strangers',
      file: 'functions/billing/invoices/operations/a.ts',
      target: 'functions/commerce/orders/store/order.ts',
      because: 'another context keeps its items to itself',
    },
    {
      rule: 'contexts-are-strangers',
      file: 'functions/billing/invoices/routes.ts',
      target: 'functions/commerce/orders/refusals.ts',
      because: 'another context’s reasons are not ours to give',
    },
    {
      rule: 'slices-point-down',
      file: 'functions/commerce/subscriptions/routes.ts',
      target: 'functions/commerce/orders/refusals.ts',
      because: 'nor are those of a slice above',
    },
    {
      rule: 'shared-knows-no-context',
      file: 'shared/http/problem.ts',
      target: 'functions/commerce/refusals.ts',
      because: 'a context hands in what its refusals answer',
    },
    {
      rule: 'domain-is-pure',
      file: 'functions/billing/invoices/domain/a.ts',
      target: 'shared/dynamo/table.ts',
      because: 'a rule reads no table',
    },
    {
      rule: 'domain-is-pure',
      file: 'functions/billing/invoices/domain/a.ts',
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
      rule: 'handlers-are-for-lambda',
      file: 'functions/billing/estimates/operations/a.ts',
      target: 'functions/billing/invoices/handlers.ts',
      because: 'who composes is lambda/',
    },
    {
      rule: 'manifests-are-data',
      file: 'functions/billing/invoices/routes.ts',
      target: 'functions/billing/invoices/operations/a.ts',
      because: 'a route holds no handler',
    },
    {
      rule: 'layers-point-inward',
      file: 'functions/billing/invoices/operations/a.ts',
      target: 'functions/billing/lambda/api.ts',
      because: 'an operation knows no function',
    },
    {
      rule: 'layers-point-inward',
      file: 'functions/billing/invoices/operations/a.ts',
      target: 'functions/billing/invoices/routes.ts',
      because: 'of a route it takes the type only',
    },
    {
      rule: 'layers-point-inward',
      file: 'functions/billing/invoices/store/a.ts',
      target: 'functions/billing/invoices/routes.ts',
      because: 'a store knows no route',
    },
    {
      rule: 'store-knows-no-operation',
      file: 'functions/billing/invoices/store/a.ts',
      target: 'functions/billing/invoices/operations/a.ts',
      because: 'a store decides nothing',
    },
    {
      rule: 'aws-at-the-edge',
      file: 'functions/billing/invoices/operations/a.ts',
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
      target: 'functions/billing/invoices/routes.ts',
      because: 'it serves any context',
    },
    {
      rule: 'infra-reads-manifests',
      file: 'infra/stacks/billing-stack.ts',
      target: 'functions/billing/invoices/domain/a.ts',
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
    expect(plant('functions/billing/invoices/operations/a.ts', 'functions/billing/invoices/routes.ts', true)).toEqual(
      [],
    );
  });

  it.each`
    file                                            | target                                      | because
    ${'functions/billing/invoices/operations/a.ts'} | ${'functions/billing/history/index.ts'}     | ${'an operation comes in by the door below'}
    ${'functions/billing/invoices/domain/a.ts'}     | ${'functions/billing/history/domain/a.ts'}  | ${'a rule knows lower rules'}
    ${'functions/billing/invoices/schemas.ts'}      | ${'functions/billing/history/schemas.ts'}   | ${'a manifest knows lower manifests'}
    ${'functions/commerce/routes.ts'}               | ${'functions/commerce/refusals.ts'}         | ${'routes are handed in with what their refusals answer'}
    ${'functions/commerce/carts/routes.ts'}         | ${'functions/commerce/orders/refusals.ts'}  | ${'a route gives reasons of slices below'}
    ${'functions/billing/lambda/context.ts'}        | ${'functions/billing/invoices/handlers.ts'} | ${'lambda/ composes'}
  `('$file may reach $target, because $because', ({ file, target }) => {
    expect(plant(file, target)).toEqual([]);
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
