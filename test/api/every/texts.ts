import { expect, it } from 'vitest';
import type { ContextName, Route } from '../../../shared/contracts/routes.ts';
import type { TestAnswer } from '../../support/api.ts';
import { sampleOf } from '../../support/bad-input.ts';
import type { Player } from '../../support/cast.ts';
import { goodBody, goodPath } from '../../support/good-input.ts';
import { BAD_IN_LINE, BAD_WRITTEN, GOOD_WRITTEN, type TextField, textsOf } from '../../support/texts.ts';
import { requestId } from '../../support/world.ts';
import { bodyCheck } from './body-refused.ts';
import { JUDGED_ONE_BY_ONE, playerFor, routesOf, type Stage } from './stage.ts';

/** Every text of people in every body, with what it must refuse and with what it must keep as it is. */
export function textsOfPeople(context: ContextName, on: Stage): void {
  const routes = routesOf(context);

  let requests = 0;

  const send = (route: Route, player: Player, body: unknown): Promise<TestAnswer> =>
    on.cast.world.program.request({
      method: route.method,
      path: goodPath(on.cast, route, player),
      ...(player.as !== undefined && { as: player.as }),
      body: JSON.stringify(body),
      headers: { 'MS-RequestId': requestId(++requests + 2_000_000) },
    });

  const check = bodyCheck(context);
  const TAKEN = { status: 0, body: undefined };

  const withTexts = routes.filter(([name, route]) => takesTexts(route) && !JUDGED_ONE_BY_ONE.includes(name));

  it.each(withTexts)('API-1: %s refuses texts that would break a file, a mail or an eye', async (name, route) => {
    const player = playerFor(on.cast, route);
    const sample = merged(sampleOf(route.request!.body!), await goodBody(on.cast, name, route, player));
    for (const { path, kind } of checked(route))
      for (const [at, [because, text]] of [...BAD_WRITTEN, ...(kind!.lines ? [] : BAD_IN_LINE)].entries()) {
        const bad = withText(sample, path, text);
        const request = { method: route.method, path: goodPath(on.cast, route, player), body: JSON.stringify(bad) };
        // One of each field goes all the way.
        const { status, body } = at === 0 ? await send(route, player, bad) : (check(name, route, request) ?? TAKEN);
        const field = String(body?.parameters?.field);
        if (status !== 400 || body.code !== 3000 || !field.includes(fieldOf(path)))
          expect.fail(`${fieldOf(path)} takes ${because}: ${status} ${JSON.stringify(body)}`);
      }
  });

  it.each(withTexts)('API-1: %s keeps every other text as it was written', async (name, route) => {
    const player = playerFor(on.cast, route);
    const sample = await goodBody(on.cast, name, route, player);
    for (const { path } of written(route).filter((field) => has(sample, field.path)))
      for (const [because, text, kept] of GOOD_WRITTEN) {
        const answer = await send(route, player, withText(sample, path, text));
        const what = `${fieldOf(path)} with ${because}: ${answer.status} ${answer.text.slice(0, 300)}`;
        expect(answer.text, what).not.toMatch(/: has (?!at most)/);
        if (answer.status < 300 && !NOT_KEPT.some((what) => `${name} ${fieldOf(path)}`.startsWith(what)))
          expect(`${answer.text}${trace()}`.includes(JSON.stringify(kept).slice(1, -1)), what).toBe(true);
        on.start.undo();
      }
  });

  /** An address that is only looked at, a reason that nothing shows yet, and one of what is active already. */
  const NOT_KEPT = ['tenancy validateAddress ', 'tenancy changePartner reason', 'commerce reactivateByProgram reason'];
  const trace = (): string => JSON.stringify(on.start.changes());
}

const people =
  (kinds: readonly string[]) =>
  (route: Route): TextField[] =>
    [...textsOf(route.request!.body!)].filter(({ kind, isName }) => kind && kinds.includes(kind.kind) && !isName);
const written = people(['written']);
/** Texts of people in the body of a route, those with a shape too. */
export const checked = people(['written', 'shaped']);

/** Whether a body has texts of people. */
export const takesTexts = (route: Route): boolean =>
  Boolean(route.request?.body) && !route.request?.bodyIgnored && checked(route).length > 0;

/** A body with every member that its schema takes: those of a body that is right, and made-up ones for the rest. */
function merged(made: unknown, good: unknown): unknown {
  if (Array.isArray(good))
    return good.length > 0 ? [merged((made as unknown[] | undefined)?.[0], good[0]), ...good.slice(1)] : made;
  if (typeof good !== 'object' || good === null) return good ?? made;
  const members = { ...(made as object), ...good } as Record<string, unknown>;
  const own = (made ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [
      name,
      name in good ? merged(own[name], (good as Record<string, unknown>)[name]) : value,
    ]),
  );
}

function withText(value: unknown, [name, ...rest]: readonly string[], text: string): unknown {
  if (name === undefined) return text;
  if (Array.isArray(value)) return [withText(value[0], rest, text), ...value.slice(1)];
  const members = (value ?? {}) as Record<string, unknown>;
  if (name === '0') return [withText(undefined, rest, text)];
  return { ...members, [name]: withText(members[name], rest, text) };
}
const has = (value: unknown, path: readonly string[]): boolean =>
  path.every((name) => {
    value = (value as Record<string, unknown> | undefined)?.[name];
    return value !== undefined;
  });

const fieldOf = (path: readonly string[]): string =>
  path.reduce((text, part) => (part === '0' ? `${text}[0]` : text ? `${text}.${part}` : part), '');
