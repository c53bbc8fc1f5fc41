import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import { retryOnConflict, type Write } from '../../../../shared/dynamo/table.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { Offer } from '../domain/offer.ts';
import { catalogueStore } from '../store/catalogue-store.ts';
import type { CatalogueDeps } from './dependencies.ts';
import { toDefinitionWire } from './offer-wire.ts';

type Reply = { status: 200; body: ReturnType<typeof toDefinitionWire> };

/** Loads an offer, lets a rule decide, saves what it decided with its event, and answers with the offer. */
export const changeOneOffer = <R extends Refusal>(
  id: string,
  decide: (before: Offer) => Promise<Result<Offer, R>>,
  about: { at: Instant; cause: Cause; complete?: (reply: Reply) => Write[] },
  { table }: CatalogueDeps,
): Promise<Result<Reply, R | Refusal<'resource_not_found'>>> =>
  retryOnConflict(async () => {
    const store = catalogueStore(table);
    const loaded = await store.load();
    const before = loaded.offer(id);
    if (!before) return refuse('resource_not_found');
    const decided = await decide(before);
    if (!decided.ok) return decided;
    const reply: Reply = { status: 200, body: toDefinitionWire(decided.value) };
    if (decided.value !== before)
      await store.save(loaded, [decided.value], { ...about, complete: about.complete?.(reply) ?? [] });
    return ok(reply);
  });
