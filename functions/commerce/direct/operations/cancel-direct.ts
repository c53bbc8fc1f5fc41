import { type Link, link } from '../../../../shared/contracts/wire.ts';
import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import { isRefused, retryOnConflict, type Write } from '../../../../shared/dynamo/table.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import {
  type Subscription,
  saveWithAddOns,
  subscriptionStore,
  subscriptionUnchanged,
  suspended,
} from '../../subscriptions/index.ts';
import { isForSupport, licencesEnding, serviceRequestNumber } from '../domain/cancellation.ts';
import { cancellationStore, type RequestedCancellation, requestWrites } from '../store/cancellation-store.ts';
import type { DirectDeps } from './dependencies.ts';

/** Who asks for the end of a direct subscription, and when. */
export interface CancellationCall {
  readonly at: Instant;
  readonly cause: Cause;
  /** What the right to ask rests on, as it was checked. */
  readonly holds: readonly Write[];
  /** The partner that asks on the customer's behalf. */
  readonly partnerId?: string | undefined;
  /** An id for the service request, should one be opened. */
  readonly requestId: string;
}

/** What a service request opened for a cancellation is called, and where it is read. */
export interface OpenedRequest {
  readonly subscriptionId: string;
  readonly serviceRequestId: string;
  readonly links: { readonly self: Link };
}

type Cancelled = Result<Subscription, Refusal<'cancelled_by_support'>>;

/**
 * ORD-7: ends a direct subscription of fewer than 25 licences at once, with its add-ons: users lose access, and what is not taken
 * back within 60 days is deprovisioned, as of any other (SUB-4). From 25 on support is asked to, once however often this is; the
 * refusal names the service request. What is no longer active is answered as it is.
 */
export async function cancelDirect(
  load: () => Promise<Subscription>,
  call: CancellationCall,
  deps: Pick<DirectDeps, 'table'>,
): Promise<Cancelled> {
  const { at, cause, holds } = call;
  return retryOnConflict<Cancelled>(async () => {
    const before = await load();
    if (before.status !== 'active') return ok(before);
    const addOns = (await subscriptionStore(deps.table).loadMany(before, before.addOnIds)).values();
    const licences = licencesEnding(before, addOns);
    if (isForSupport(licences)) return bySupport(before, await askSupport(before, licences, call, deps), call);
    const after = suspended(before, 'CustomerCancellation', at);
    await saveWithAddOns({ before, after, trigger: 'suspend', occurredAt: at }, { cause, also: holds }, deps.table);
    return ok(after);
  }, ATTEMPTS);
}

/** So many may ask at once; each but one finds what that one did. */
const ATTEMPTS = 20;

/** Opens the request, or finds the one that is open. */
async function askSupport(
  before: Subscription,
  licences: number,
  { at, cause, holds, partnerId, requestId }: CancellationCall,
  { table }: Pick<DirectDeps, 'table'>,
): Promise<RequestedCancellation> {
  const known = await cancellationStore(table).load(before);
  if (known) return known;
  const asked: RequestedCancellation = {
    subscriptionId: before.subscriptionId,
    serviceRequestId: serviceRequestNumber(requestId),
    requestedAt: at,
    licences,
    ...(partnerId !== undefined && { partnerId }),
  };
  try {
    await table.write([...requestWrites(before, asked, cause), subscriptionUnchanged(before), ...holds]);
    return asked;
  } catch (error) {
    const faster = isRefused(error) ? await cancellationStore(table).load(before) : undefined;
    if (!faster) throw error;
    return faster;
  }
}

function bySupport(of: Subscription, asked: RequestedCancellation, { partnerId }: CancellationCall) {
  const opened: OpenedRequest = {
    subscriptionId: of.subscriptionId.toUpperCase(),
    serviceRequestId: asked.serviceRequestId,
    links: { self: link(requestPath(of.customerId, asked.serviceRequestId, partnerId)) },
  };
  return refuse('cancelled_by_support', { data: [opened] });
}

/** A partner reads requests of its customer, a customer the list of its own (support contract 2.5 and 6). */
const requestPath = (customerId: string, serviceRequestId: string, partnerId: string | undefined): string =>
  partnerId === undefined ? '/my/servicerequests' : `/customers/${customerId}/servicerequests/${serviceRequestId}`;
