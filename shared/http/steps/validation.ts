import type { RefusalTable } from '../../contracts/refusals.ts';
import { checkIds } from '../call-headers.ts';
import { BODY_BYTES_MAX, bodyBytes, type GatewayEvent } from '../gateway.ts';
import { refusing } from '../problem.ts';
import { validRequest } from '../request.ts';
import type { Step } from './exchange.ts';

/** Ids of headers, version of the contract, size of the body, and then what the schemas of the route say of the request. */
export const validationStep = (refusals: RefusalTable): Step => ({
  before({ event, context }) {
    const { match, caller, base } = context;
    checkIds(event.headers);
    if (API_PATH.test(match.route.path)) checkContractVersion(event);
    context.body = bodyBytes(event);
    if (context.body.length > BODY_BYTES_MAX) throw refusing('body_too_large');
    const { continuationToken } = base;
    context.request = validRequest(match, event, context.body, { caller, continuationToken, refusals });
  },
});

/** Token endpoints and pages have versions of their own, or none. */
const API_PATH = /^\/(v1|v1\.0|webhooks|auditactivity|partner)\//;

function checkContractVersion({ headers, rawQueryString }: GatewayEvent): void {
  const given = headers['ms-contract-version'] ?? new URLSearchParams(rawQueryString).get('api-version') ?? 'v1';
  if (given.toLowerCase() !== 'v1')
    throw refusing('invalid_input', { field: 'MS-Contract-Version', description: 'The only contract version is v1.' });
}
