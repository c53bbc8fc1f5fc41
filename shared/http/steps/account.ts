import { authorize } from '../authorize.ts';
import type { Step } from './exchange.ts';

/** Kind of token and account, role, program agreement, active account: steps 2 and 3 of conventions 3. */
export const accountStep = (): Step => ({
  before({ context: { match, caller, base } }) {
    if (caller) authorize(match.route, caller, base.at);
  },
});
