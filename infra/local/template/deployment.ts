import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve as resolvePath } from 'node:path';
import { type ResourceType, resourceTypes } from '../resource-types.ts';
import { resolve, type Scope } from './intrinsics.ts';

export const account = '000000000000';
export const region = 'us-east-1';

/** Where the runtime serves what the templates describe; the templates' own addresses resolve to these. */
export type Addresses = { readonly api: string; readonly door: string; readonly issuer: string };

export type Properties = Readonly<Record<string, unknown>>;

/** A resource of a template with everything in it resolved to plain values. */
export type Resource = {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly name: string;
  /** Empty for types that have no ARN. */
  readonly arn: string;
  readonly ref: string;
  readonly properties: Properties;
};

export type Deployment = {
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, string>>;
  ofType(type: string): readonly Resource[];
  byArn(arn: string): Resource | undefined;
  /** The folder that holds a function's code. @throws Error if the asset is not in the cloud assembly. */
  codeFolder(fn: Resource): string;
};

type TemplateResource = { Type: string; Properties?: Properties; Condition?: string };
type Template = {
  Resources?: Record<string, TemplateResource>;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: unknown }; Condition?: string }>;
  Parameters?: Record<string, { Default?: unknown }>;
  Conditions?: Record<string, unknown>;
  Mappings?: Record<string, Record<string, Record<string, unknown>>>;
};
type Artifact = { type: string; dependencies?: string[]; properties?: { templateFile?: string } };

/**
 * Reads the cloud assembly in `cdkOut` and resolves all its stacks, in the order in which they would be deployed.
 *
 * @throws Error naming the resource type or template function that the local runtime does not know (OPS-1).
 */
export function readDeployment(cdkOut: string, addresses: Addresses): Deployment {
  const folder = resolvePath(cdkOut);
  const exportsByName = new Map<string, unknown>();
  const resources: Resource[] = [];
  const outputs: Record<string, string> = {};
  for (const { stack, templateFile } of stacksInOrder(folder)) {
    const template = readJson<Template>(join(folder, templateFile));
    const loaded = loadStack(stack, template, addresses, exportsByName);
    resources.push(...loaded.resources);
    Object.assign(outputs, loaded.outputs);
  }
  const byArn = new Map(resources.filter(({ arn }) => arn).map((resource) => [resource.arn, resource]));
  return {
    resources,
    outputs,
    ofType: (type) => resources.filter((resource) => resource.type === type),
    byArn: (arn) => byArn.get(arn),
    codeFolder: (fn) => codeFolder(folder, fn),
  };
}

function stacksInOrder(folder: string): { stack: string; templateFile: string }[] {
  const { artifacts } = readJson<{ artifacts: Record<string, Artifact> }>(join(folder, 'manifest.json'));
  const ordered: { stack: string; templateFile: string }[] = [];
  const visited = new Set<string>();
  const visit = (id: string) => {
    const artifact = artifacts[id];
    if (!artifact || visited.has(id)) return;
    visited.add(id);
    for (const dependency of artifact.dependencies ?? []) visit(dependency);
    const templateFile = artifact.properties?.templateFile;
    if (artifact.type === 'aws:cloudformation:stack' && templateFile) ordered.push({ stack: id, templateFile });
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return ordered;
}

function loadStack(stack: string, template: Template, addresses: Addresses, exported: Map<string, unknown>) {
  const identities = new Map<string, Identity>();
  const present = Object.entries(template.Resources ?? {});
  const identityOf = (logicalId: string): Identity => {
    const known = identities.get(logicalId);
    if (known) return known;
    const resource = template.Resources?.[logicalId];
    if (!resource) throw new Error(`the template of ${stack} has no resource or parameter ${logicalId}`);
    const identity = identify(stack, logicalId, resource, addresses, scope);
    identities.set(logicalId, identity);
    return identity;
  };
  const scope: Scope = {
    ref: (name) => pseudoParameter(name, stack) ?? template.Parameters?.[name]?.Default ?? identityOf(name).ref,
    attribute: (logicalId, attribute) => {
      const value = identityOf(logicalId).attributes[attribute];
      if (value !== undefined) return value;
      throw new Error(`the local runtime does not know the attribute ${attribute} of ${logicalId} in ${stack}`);
    },
    importValue: (name) => {
      if (exported.has(name)) return exported.get(name);
      throw new Error(`${stack} imports ${name}, which no earlier stack exports`);
    },
    condition: (name) => Boolean(resolve(template.Conditions?.[name], scope)),
    mapping: (map, key, second) => template.Mappings?.[map]?.[key]?.[second],
  };
  const resources = present
    .filter(([, { Condition }]) => Condition === undefined || scope.condition(Condition))
    .map(([logicalId, { Type, Properties }]): Resource => {
      const { name, ref, attributes } = identityOf(logicalId);
      const arn = attributes.Arn ?? attributes.PolicyArn ?? attributes.TopicArn ?? '';
      return {
        stack,
        logicalId,
        type: Type,
        name,
        arn,
        ref,
        properties: resolve(Properties ?? {}, scope) as Properties,
      };
    });
  const outputs: Record<string, string> = {};
  for (const [id, { Value, Export, Condition }] of Object.entries(template.Outputs ?? {})) {
    if (Condition !== undefined && !scope.condition(Condition)) continue;
    const value = resolve(Value, scope);
    outputs[id] = String(value);
    if (Export) exported.set(String(resolve(Export.Name, scope)), value);
  }
  return { resources, outputs };
}

type Identity = { name: string; ref: string; attributes: Readonly<Record<string, string>> };

function identify(
  stack: string,
  logicalId: string,
  resource: TemplateResource,
  addresses: Addresses,
  scope: Scope,
): Identity {
  const type = resourceTypes[resource.Type];
  if (!type) throw new Error(`the local runtime does not know ${resource.Type} (logical id ${logicalId})`);
  const property = (name: string) => {
    const value = resolve(resource.Properties?.[name], scope);
    return value === undefined ? undefined : String(value);
  };
  const id = createHash('sha256').update(`${stack}/${logicalId}`).digest('hex').slice(0, 10);
  const name = (type.named && property(type.named)) ?? ownName(`${stack}-${logicalId}`, id, type);
  const values: Record<string, string> = { name, id, account, region, ...addresses };
  const fill = (pattern: string) =>
    pattern.replaceAll(/\{(=?)(\w+)\}/g, (_whole, isProperty: string, key: string) =>
      isProperty ? (property(key) ?? 'default') : (values[key] ?? ''),
    );
  const attributes = Object.fromEntries(
    Object.entries(type.attributes ?? {}).map(([key, value]) => [key, fill(value)]),
  );
  return { name, ref: fill(type.ref), attributes };
}

function ownName(wanted: string, id: string, { nameLengthMax = 128, lowercase }: ResourceType): string {
  const name = wanted.length > nameLengthMax ? `${wanted.slice(0, nameLengthMax - id.length - 1)}-${id}` : wanted;
  return lowercase ? name.toLowerCase() : name;
}

function pseudoParameter(name: string, stack: string): string | undefined {
  switch (name) {
    case 'AWS::Region':
      return region;
    case 'AWS::AccountId':
      return account;
    case 'AWS::Partition':
      return 'aws';
    case 'AWS::URLSuffix':
      return 'amazonaws.com';
    case 'AWS::StackName':
      return stack;
    case 'AWS::StackId':
      return `arn:aws:cloudformation:${region}:${account}:stack/${stack}/local`;
    default:
      return undefined;
  }
}

function codeFolder(folder: string, fn: Resource): string {
  const code = fn.properties.Code as { S3Key?: string } | undefined;
  const hash = code?.S3Key?.replace(/^.*\//, '').replace(/\.zip$/, '');
  const path = join(folder, `asset.${hash}`);
  if (hash && existsSync(path)) return path;
  throw new Error(`the code of ${fn.name} (${fn.logicalId}) is not a folder of the cloud assembly: ${path}`);
}

function readJson<Shape>(path: string): Shape {
  return JSON.parse(readFileSync(path, 'utf8')) as Shape;
}
