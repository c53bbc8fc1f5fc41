import { expect, it } from 'vitest';
import type * as z from 'zod';
import type { ContextName, Route } from '../../../shared/contracts/routes.ts';
import { heldMembers } from '../../../shared/contracts/wire.ts';
import type { TestAnswer } from '../../support/api.ts';
import type { Player } from '../../support/cast.ts';
import { goodBody, goodPath } from '../../support/good-input.ts';
import { requestId } from '../../support/world.ts';
import { JUDGED_ONE_BY_ONE, playerFor, routesOf, type Stage } from './stage.ts';

/** Explicit null for each member of every body, from the manifests (conventions 5). */
export function nullMembers(context: ContextName, on: Stage): void {
  const routes = routesOf(context);

  let requests = 0;

  async function send(route: Route, player: Player, body: unknown): Promise<TestAnswer> {
    const answer = await on.cast.world.program.request({
      method: route.method,
      path: goodPath(on.cast, route, player),
      ...(player.as !== undefined && { as: player.as }),
      body: JSON.stringify(body),
      headers: {
        'MS-RequestId': requestId(++requests + 3_000_000),
        // Whatever version there is: it is not what is wrong with the request.
        ...(route.method === 'PATCH' && { 'If-Match': '*' }),
      },
    });
    on.start.undo();
    return answer;
  }

  const withBody = routes.filter(
    ([name, { request }]) => request?.body && !request.bodyIgnored && !JUDGED_ONE_BY_ONE.includes(name),
  );

  it.each(withBody)('API-1: %s takes null for a member only where it may be left out', async (name, route) => {
    const player = playerFor(on.cast, route);
    const good = await goodBody(on.cast, name, route, player);
    for (const { path, kind, clears } of membersOf(route.request!.body!)) {
      if (!has(good, path.slice(0, -1))) continue;
      const { status, body } = await send(route, player, withValue(good, path, null));
      const what = `${fieldOf(path)}, ${kind}`;
      if (kind !== 'free')
        expect([what, status, body.code, body.parameters.field]).toEqual([what, 400, 3000, fieldOf(path)]);
      else if (clears) expect([what, status < 300]).toEqual([what, true]);
      else {
        const without = await send(route, player, withValue(good, path, undefined));
        expect([what, status, body?.code]).toEqual([what, without.status, without.body?.code]);
      }
    }
  });

  const puts = routes.filter(([, { method, request }]) => method === 'PUT' && request?.body);

  it.each(puts)('API-1: %s cannot set to null what its answers always show', (_, route) => {
    const answer = route.response[200] as z.ZodObject;
    const free = [...membersOf(route.request!.body!)].filter(({ kind, path }) => kind === 'free' && path.length === 1);
    const shown = free.filter(({ path }) => answer.shape[path[0]!]?.safeParse(undefined).success === false);
    expect(shown.map(({ path }) => path[0]).filter((member) => !READ_ONLY.includes(member as string))).toEqual([]);
  });
}

/** What a PUT takes without changing it: a client sends back what it read. */
const READ_ONLY = ['id', 'tenantId', 'domain', 'attributes', 'product'];

type Def = { type: string } & Record<string, unknown>;
const defOf = (schema: z.core.$ZodType): Def => schema._zod.def as unknown as Def;

export interface Member {
  readonly path: readonly (string | number)[];
  /** `needed`: never left out. `held`: left out it keeps its value. `free`: null means nothing, or clears. */
  readonly kind: 'needed' | 'held' | 'free';
  /** Null is a value of the schema's own. */
  readonly clears: boolean;
}

/** The members of the objects that a schema takes; of a union those of its only object. */
export function* membersOf(schema: z.core.$ZodType, path: Member['path'] = []): Generator<Member> {
  const def = defOf(schema);
  const input = def.type === 'pipe' ? (def.in as z.core.$ZodType) : undefined;
  const inner = input && defOf(input).type === 'transform' ? def.out : (input ?? def.innerType);
  if (inner) return yield* membersOf(inner as z.core.$ZodType, path);
  if (def.type === 'array') return yield* membersOf(def.element as z.core.$ZodType, [...path, 0]);
  if (def.type === 'union') {
    const [object, ...others] = (def.options as z.core.$ZodType[]).filter((option) => defOf(option).type === 'object');
    if (object && others.length === 0) yield* membersOf(object, path);
  }
  if (def.type !== 'object') return;
  for (const [name, member] of Object.entries(def.shape as Record<string, z.ZodType>)) {
    const kind = heldMembers.get(member) ? 'held' : member.safeParse(undefined).success ? 'free' : 'needed';
    yield { path: [...path, name], kind, clears: member.safeParse(null).success };
    yield* membersOf(member, [...path, name]);
  }
}

/** `undefined` leaves the member out: JSON has no such value. */
function withValue(value: unknown, [name, ...rest]: Member['path'], to: null | undefined): unknown {
  if (name === undefined) return to;
  if (Array.isArray(value)) return value.map((each, at) => (at === name ? withValue(each, rest, to) : each));
  return { ...(value as object), [name]: withValue((value as Record<string, unknown>)[name], rest, to) };
}
const has = (value: unknown, path: Member['path']): boolean =>
  path.every((name) => {
    value = (value as Record<string | number, unknown> | undefined)?.[name];
    return value !== undefined;
  });

const fieldOf = (path: Member['path']): string =>
  path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${part}` : part),
    '',
  );
