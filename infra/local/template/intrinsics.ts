/** What an intrinsic function may ask for: the rest of its stack, and what earlier stacks export. */
export type Scope = {
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  importValue(name: string): unknown;
  condition(name: string): boolean;
  mapping(map: string, key: string, second: string): unknown;
};

const noValue = Symbol('AWS::NoValue');

/**
 * Resolves the intrinsic functions in a piece of a template to plain values.
 *
 * @throws Error naming the function, for one that is not known: a template must never be half understood.
 */
export function resolve(node: unknown, scope: Scope): unknown {
  const value = resolveNode(node, scope);
  return value === noValue ? undefined : value;
}

function resolveNode(node: unknown, scope: Scope): unknown {
  if (Array.isArray(node)) return node.map((item) => resolveNode(item, scope)).filter((item) => item !== noValue);
  if (node === null || typeof node !== 'object') return node;
  const entries = Object.entries(node);
  const [only] = entries;
  if (only && entries.length === 1 && isIntrinsic(only[0])) return callIntrinsic(only[0], only[1], scope);
  const plain: Record<string, unknown> = {};
  for (const [key, value] of entries) {
    const resolved = resolveNode(value, scope);
    if (resolved !== noValue) plain[key] = resolved;
  }
  return plain;
}

const isIntrinsic = (key: string) => key === 'Ref' || key === 'Condition' || key.startsWith('Fn::');

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => (name === 'AWS::NoValue' ? noValue : scope.ref(String(name))),
  Condition: (name, scope) => scope.condition(String(name)),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, ...attribute] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
    return scope.attribute(String(logicalId), attribute.join('.'));
  },
  'Fn::Sub': (argument, scope) => {
    const [text, variables] = (Array.isArray(argument) ? argument : [argument, {}]) as [
      string,
      Record<string, unknown>,
    ];
    return substitute(text, variables, scope);
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = argument as [string, unknown];
    return listOf(parts, scope).map(String).join(separator);
  },
  'Fn::Select': (argument, scope) => {
    const [index, list] = argument as [number | string, unknown];
    return listOf(list, scope)[Number(index)];
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = argument as [string, unknown];
    return String(resolveNode(text, scope)).split(separator);
  },
  'Fn::ImportValue': (name, scope) => scope.importValue(String(resolveNode(name, scope))),
  'Fn::FindInMap': (argument, scope) => {
    const [map, key, second] = listOf(argument, scope).map(String);
    return scope.mapping(String(map), String(key), String(second));
  },
  'Fn::If': (argument, scope) => {
    const [condition, whenTrue, whenFalse] = argument as [string, unknown, unknown];
    return resolveNode(scope.condition(condition) ? whenTrue : whenFalse, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = listOf(argument, scope);
    return JSON.stringify(left) === JSON.stringify(right);
  },
  'Fn::And': (argument, scope) => listOf(argument, scope).every(Boolean),
  'Fn::Or': (argument, scope) => listOf(argument, scope).some(Boolean),
  'Fn::Not': (argument, scope) => !listOf(argument, scope)[0],
};

function callIntrinsic(name: string, argument: unknown, scope: Scope): unknown {
  const intrinsic = intrinsics[name];
  if (!intrinsic) throw new Error(`the local runtime does not know the template function ${name}`);
  return intrinsic(argument, scope);
}

function listOf(node: unknown, scope: Scope): unknown[] {
  const list = resolveNode(node, scope);
  if (!Array.isArray(list)) throw new Error(`a template function expects a list, not ${JSON.stringify(list)}`);
  return list;
}

function substitute(text: string, variables: Record<string, unknown>, scope: Scope): string {
  return text.replaceAll(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (name in variables) return String(resolveNode(variables[name], scope));
    const [logicalId, ...attribute] = name.split('.');
    return String(attribute.length > 0 ? scope.attribute(String(logicalId), attribute.join('.')) : scope.ref(name));
  });
}
