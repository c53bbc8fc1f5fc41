import type { Route } from '../../shared/contracts/routes.ts';
import { linkSubjects, linkToken } from '../../shared/identity/links.ts';
import type { TestAnswer } from './api.ts';
import type { Cast, Player } from './cast.ts';
import { LINK_SECRET } from './contexts.ts';
import { expectedRefusal } from './expected.ts';
import { goodBody, goodPath } from './good-input.ts';

/** Whoever gets through to the operation, those with a customer first where it is about one. */
export const playersFor = (cast: Cast, route: Route): readonly Player[] =>
  cast.players.filter(
    (player) =>
      expectedRefusal(route, player, 'own') === undefined &&
      (route.customer === undefined || player.ownCustomer !== undefined),
  );

/** The token of a link that is there, for routes whose path holds one. */
export async function linkFor(cast: Cast, { path }: Route): Promise<string> {
  const { world, partner, provider, players } = cast;
  const urlOf = async (as: Player['as'], where: string): Promise<string> => {
    const { body } = await world.program.request({ path: where, ...(as !== undefined && { as }) });
    return new URL(body.url).pathname.split('/')[2]!;
  };
  if (path.startsWith('/partnerships') || path.startsWith('/v1/relationships')) {
    const admin = players.find(({ name }) => name === 'admin of a provider');
    return urlOf(admin?.as ?? provider.adminAgent, '/v1/relationships/requests');
  }
  if (!path.startsWith('/password')) return urlOf(partner.adminAgent, '/v1/customers/relationshiprequests');
  const lena = players.find(({ name }) => name === 'admin of a customer')!.as as { tenantId: string; userId: string };
  return linkToken(LINK_SECRET, { kind: 'password', subject: linkSubjects.password(lena), generation: 1 });
}

/** Calls an operation with good input as everybody who gets through, until one call succeeds. */
export async function callWell(
  cast: Cast,
  name: string,
  route: Route,
  headers: Readonly<Record<string, string>>,
): Promise<TestAnswer> {
  let answer: TestAnswer | undefined;
  for (const player of playersFor(cast, route)) {
    const body = await goodBody(cast, name, route, player);
    const path = route.path.includes('{token}') ? { token: await linkFor(cast, route) } : {};
    answer = await cast.world.program.request({
      method: route.method,
      path: goodPath(cast, route, player, { path }),
      ...(player.as !== undefined && { as: player.as }),
      ...(body !== undefined && { body }),
      headers,
    });
    if (answer.status < 400) return answer;
  }
  return answer!;
}
