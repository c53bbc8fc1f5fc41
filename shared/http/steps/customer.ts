import type { AccessRecords } from '../../identity/access.ts';
import { relatedCustomer } from '../authorize.ts';
import type { Step } from './exchange.ts';

/** The customer of the path is related to the caller, and administered where it must be: steps 4 and 5 of conventions 3. */
export const customerStep = (records: AccessRecords): Step => ({
  async before({ context }) {
    const { match, caller, base } = context;
    if (caller)
      context.customer = await relatedCustomer(match.route, caller, match.params.customerId, records, base.at);
  },
});
