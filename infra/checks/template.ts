/** A synthesized stack, as far as the rules read it. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly UpdatePolicy?: unknown;
  readonly DependsOn?: string | readonly string[];
}
export interface Output {
  readonly Value: unknown;
  readonly Export?: { readonly Name: unknown };
}
export interface Template {
  readonly stack: string;
  readonly terminationProtection: boolean;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly outputs: Readonly<Record<string, Output>>;
}

/** One resource, with where it is. */
export interface Placed {
  readonly stack: string;
  readonly id: string;
  readonly resource: Resource;
  readonly properties: Readonly<Record<string, unknown>>;
}

export const resourcesOf = (templates: readonly Template[], type?: string): readonly Placed[] =>
  templates.flatMap(({ stack, resources }) =>
    Object.entries(resources)
      .filter(([, { Type }]) => type === undefined || Type === type)
      .map(([id, resource]) => ({ stack, id, resource, properties: resource.Properties ?? {} })),
  );

export const placeOf = ({ stack, id }: Placed): string => `${stack}/${id}`;

/** Logical ids that a value refers to, by Ref or Fn::GetAtt, wherever they are in it. */
export function referredIds(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(referredIds);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref' && typeof inner === 'string') return [inner];
    if (key === 'Fn::GetAtt' && Array.isArray(inner)) return [String(inner[0])];
    return referredIds(inner);
  });
}

/** The function itself, for the id of one or of its alias. */
export const functionBehind = ({ resources }: Pick<Template, 'resources'>, id: string): string => {
  const found = resources[id];
  if (found?.Type !== 'AWS::Lambda::Alias') return id;
  return referredIds(found.Properties?.FunctionName)[0] ?? id;
};

export const listOf = <T>(value: T | readonly T[] | undefined): readonly T[] => {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
};

/** A value anywhere inside nested properties: `at(properties, 'SSESpecification', 'SSEEnabled')`. */
export const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[name] : undefined,
    value,
  );
