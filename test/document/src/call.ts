import type { paths } from '../../.artifacts/api.ts';

/** An operation that the document declares of a path. */
type MethodOf<Path extends keyof paths> = {
  [Method in keyof paths[Path]]: Method extends 'parameters'
    ? never
    : [paths[Path][Method]] extends [undefined]
      ? never
      : Method;
}[keyof paths[Path]] &
  string;

type Json<Declared> = Declared extends { content: { 'application/json': infer Body } } ? Body : never;
type ValuesOf<Operation> = Operation extends { parameters: { path: infer Values } } ? Values : never;
type BodyOf<Operation> = Operation extends { requestBody?: infer Body } ? Json<NonNullable<Body>> : never;
type AnswerOf<Operation> = Operation extends { responses: infer Answers }
  ? Json<Answers[keyof Answers & (200 | 201)]>
  : never;

interface Asked<Operation> {
  readonly path?: ValuesOf<Operation>;
  readonly body?: BodyOf<Operation>;
}

const { API_ROOT, TOKEN } = process.env;

/** Calls an operation with what the document says of it; `API_ROOT` and `TOKEN` are of the environment. */
export async function call<Path extends keyof paths & string, Method extends MethodOf<Path>>(
  method: Method,
  path: Path,
  asked: Asked<paths[Path][Method]> = {},
): Promise<AnswerOf<paths[Path][Method]>> {
  const values = new Map<string, unknown>(Object.entries(asked.path ?? {}));
  const answer = await fetch(`${API_ROOT}${path.replace(/\{(\w+)\}/g, (_, name: string) => `${values.get(name)}`)}`, {
    method: method.toUpperCase(),
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    ...(asked.body !== undefined && { body: JSON.stringify(asked.body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as AnswerOf<paths[Path][Method]>;
}
