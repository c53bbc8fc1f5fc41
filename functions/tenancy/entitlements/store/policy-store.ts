import { SelfServePolicyChanged } from '../../../../events/tenancy.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { advanced, type Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { putIfVersion, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { policyId, type SelfServePolicy } from '../domain/self-serve-policy.ts';
import { policyKey } from './keys.ts';
import { selfServePolicyItem } from './policy-item.ts';

/** Self-serve policies: one of a partner for a customer. */
export const policyStore = (table: Table) => ({
  /** Reads consistently, a deleted one too. */
  async load(ids: { partnerId: string; customerId: string }): Promise<SelfServePolicy | undefined> {
    const item = await table.get(policyKey(ids), { consistent: true });
    return item && selfServePolicyItem.fromItem(item);
  },

  /** Writes of a save: state and `SelfServePolicyChanged`. */
  writes(before: SelfServePolicy | undefined, after: SelfServePolicy, { at, cause }: Occasion): Write[] {
    const saved = advanced(after);
    const { partnerId, customerId, permissions, isThere, version } = saved;
    const key = policyKey(saved);
    const event = newEvent(
      SelfServePolicyChanged,
      { tenantId: partnerId, aggregateId: policyId(saved), occurredAt: at },
      {
        policyId: policyId(saved),
        partnerId,
        customerId,
        permissions: permissions.map(({ resource, action }) => `${resource}/${action}`),
        change: !isThere ? 'deleted' : before?.isThere ? 'updated' : 'created',
      },
    );
    return [
      putIfVersion(selfServePolicyItem.toItem(key, saved), before?.version ?? 0),
      ...outboxWrite({ aggregate: key, version, events: [event], cause }),
    ];
  },
});
