import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { programRefusals as refusals } from '../../../infra/manifests.ts';
import type { ContextName, Route } from '../../../shared/contracts/routes.ts';
import type { Player } from '../../support/cast.ts';
import { goodBody, goodPath } from '../../support/good-input.ts';
import { playerFor, routesOf, type Stage } from './stage.ts';
import { bodyIds, bodyIdsOf, isNameOfId, pathIds, queryIds, type Whose } from './whose.ts';

/**
 * SUB-7: each id that an operation takes, in path, query or body, tried with a thing of another partner, and with one
 * of another customer of the same partner: the answer is that to an id that nobody has, and nothing is changed.
 */
export function isolation(context: ContextName, on: Stage): void {
  const routes = routesOf(context).filter(([, { allow }]) => allow !== 'public');

  it.each(placesIn(routes))('SUB-7: %s of another tenant is one that nobody has', async (_, name, route, place) => {
    const { cast } = on;
    const player = playerFor(cast, route);
    const send = async (id: string) => {
      const found = await on.cast.world.program.request(await place.request(on, name, route, player, id));
      return { status: found.status, code: found.body?.code, items: found.body?.items, total: found.body?.totalCount };
    };
    const { whose } = place;
    if (whose.whose !== 'owned') return;
    const nobodys = await send(UNKNOWN_ID);
    if (place.isIn === 'body' && !whose.isReadOnly) expect(nobodys.status).toBeGreaterThanOrEqual(400);
    if (place.isIn === 'path' && whose.refusal)
      expect([nobodys.status, nobodys.code]).toEqual([refusals[whose.refusal]!.status, refusals[whose.refusal]!.code]);
    on.start.undo();
    for (const [what, id] of on.strangers(whose.kind)) {
      const theirs = await send(id);
      expect(theirs, what).toEqual(nobodys);
      const isAbout = ({ key }: { key: { pk: string; sk: string } }) => `${key.pk} ${key.sk}`.includes(id);
      const changes = on.start.changes().filter(({ key }) => !/#REQUESTS|#LIMIT#/.test(`${key.pk} ${key.sk}`));
      expect(theirs.status < 400 ? changes.filter(isAbout) : changes, `${what} is not touched`).toEqual([]);
      on.start.undo();
    }
  });

  describe('SUB-7: whose an id is', () => {
    const names = routes.flatMap(([name, { request }]) =>
      request?.body ? [...membersOf(request.body)].map((path) => [name, path] as const) : [],
    );
    it('is said of each id in a body', () => {
      const unsaid = names.filter(([, path]) => isNameOfId(path.at(-1)!) && !(path.at(-1)! in bodyIds));
      expect(unsaid.map(([name, path]) => `${name} ${path.join('.')}: its row in test/api/every/whose.ts`)).toEqual([]);
    });
  });
}

const UNKNOWN_ID = '99999999-9999-4999-8999-999999999999';

/** Where an operation takes an id that is somebody's, and how it is asked with another. */
interface Place {
  readonly isIn: 'path' | 'query' | 'body';
  readonly whose: Whose;
  request(on: Stage, name: string, route: Route, player: Player, id: string): Promise<Parameters<Send>[0]>;
}
type Send = Stage['cast']['world']['program']['request'];

const isOnlyTheOperators = ({ allow }: Route): boolean =>
  allow !== 'public' && allow.every((role) => role === 'Operator');

function placesIn(routes: readonly (readonly [string, Route])[]) {
  return routes.flatMap(([name, route]) =>
    isOnlyTheOperators(route)
      ? []
      : placesOf(name, route).map(([what, place]) => [`${name}, ${what}`, name, route, place] as const),
  );
}

function placesOf(operation: string, route: Route): (readonly [string, Place])[] {
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter!);
  const inQuery = Object.keys(route.request?.query?.shape ?? {});
  const inBody = route.request?.body && !route.request.bodyIgnored ? [...membersOf(route.request.body)] : [];
  const owned = (table: Readonly<Record<string, Whose>>, name: string): Whose | undefined =>
    table[name]?.whose === 'owned' ? table[name] : undefined;
  const request = async (
    on: Stage,
    name: string,
    player: Player,
    change: Parameters<typeof goodPath>[3],
    to?: Change,
  ) => {
    const good = await goodBody(on.cast, name, route, player);
    const body = to ? withMember(good, to.path, to.id) : good;
    return {
      method: route.method,
      path: goodPath(on.cast, route, player, change),
      ...(player.as !== undefined && { as: player.as }),
      ...(body !== undefined && { body }),
    };
  };
  return [
    ...inPath.flatMap((parameter): (readonly [string, Place])[] => {
      const whose = owned(pathIds, parameter);
      const ask: Place['request'] = (on, name, _, player, id) =>
        request(on, name, player, { path: { [parameter]: id } });
      return whose ? [[`${parameter} in its path`, { isIn: 'path', whose, request: ask }]] : [];
    }),
    ...inQuery.flatMap((parameter): (readonly [string, Place])[] => {
      const whose = owned(queryIds, parameter);
      const ask: Place['request'] = (on, name, _, player, id) =>
        request(on, name, player, { query: { [parameter]: id } });
      return whose ? [[`${parameter} in its query`, { isIn: 'query', whose, request: ask }]] : [];
    }),
    ...inBody.flatMap((path): (readonly [string, Place])[] => {
      const whose = owned({ ...bodyIds, ...bodyIdsOf[operation.split(' ')[1]!] }, path.at(-1)!);
      const ask: Place['request'] = (on, name, _, player, id) => request(on, name, player, {}, { path, id });
      return whose ? [[`${path.join('.')} in its body`, { isIn: 'body', whose, request: ask }]] : [];
    }),
  ];
}

interface Change {
  readonly path: readonly string[];
  readonly id: string;
}

/** A list has its member in its last entry, so that what is asked of lines before stays as it is. */
function withMember(value: unknown, [name, ...rest]: readonly string[], to: string): unknown {
  if (name === undefined) return to;
  if (name === '[]') {
    const list = (value ?? [{}]) as unknown[];
    return [...list.slice(0, -1), withMember(list.at(-1), rest, to)];
  }
  return { ...(value as object), [name]: withMember((value as Record<string, unknown> | undefined)?.[name], rest, to) };
}

/** Names of all members that a body can have, as the way to them. */
function* membersOf(schema: z.core.$ZodType, path: readonly string[] = []): Generator<readonly string[]> {
  const def = schema._zod.def as unknown as Definition;
  for (const [name, member] of Object.entries(def.shape ?? {})) {
    yield [...path, name];
    yield* membersOf(member, [...path, name]);
  }
  if (def.element) yield* membersOf(def.element, [...path, '[]']);
  for (const each of [def.in, def.out, def.innerType, ...(def.options ?? [])]) if (each) yield* membersOf(each, path);
}

interface Definition {
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly element?: z.core.$ZodType;
  readonly in?: z.core.$ZodType;
  readonly out?: z.core.$ZodType;
  readonly innerType?: z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
}
