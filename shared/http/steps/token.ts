import type { TokenVerifier } from '../../identity/token.ts';
import { refusing } from '../problem.ts';
import type { Step } from './exchange.ts';

/** Verifies the token; a public route asks for none (conventions 2). */
export const tokenStep = (tokens: TokenVerifier): Step => ({
  async before({ event, context }) {
    if (context.match.route.allow === 'public') return;
    const [scheme, token] = (event.headers.authorization ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || !token) throw refusing('unauthenticated');
    const claims = await tokens.verify(token);
    if (!claims) throw refusing('unauthenticated');
    context.claims = claims;
  },
});
