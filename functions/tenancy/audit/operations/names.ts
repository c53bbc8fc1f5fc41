import { shownRecords } from '../../../../shared/identity/access.ts';
import { type AuditRecord, actedBy } from '../domain/record.ts';
import type { Deps } from './dependencies.ts';

/** Who reads a log. */
export type Reader = {
  readonly kind: 'partner' | 'customer' | 'operator';
  readonly tenantId: string;
};

/** Names that are looked up for a reader, each once. */
export interface Names {
  /** Looks up all that the records need. */
  learn(records: readonly AuditRecord[]): Promise<void>;
  customerName(record: AuditRecord): string | undefined;
  userPrincipalName(record: AuditRecord): string | undefined;
}

/**
 * Whether a reader may know through whom a change came: its own people, and a customer those who acted in its tenant. A
 * partner sees of others that they did it, and not who of them.
 */
export const seesActor = ({ kind, tenantId }: Reader, record: AuditRecord): boolean =>
  kind === 'operator' || record.actor.tenantId === tenantId || (kind === 'customer' && actedBy(record) === 'partner');

/**
 * Names as they are now: a log has none of its own. What was erased has no name any more, and a partner reads those of the
 * customers that it has, not of one that left it.
 */
export function namesFor(reader: Reader, { table }: Deps): Names {
  const records = shownRecords(table);
  const customers = new Map<string, string | undefined>();
  const users = new Map<string, string | undefined>();
  const known = async (customerIds: readonly string[]): Promise<readonly string[]> => {
    if (reader.kind !== 'partner') return customerIds;
    const pairs = customerIds.map((customerId) => ({ partnerId: reader.tenantId, customerId }));
    const related = await records.relationships(pairs);
    return related.flatMap(({ customerId, relationship }) => (relationship === 'none' ? [] : customerId));
  };
  return {
    async learn(page) {
      const customerIds = unknown(
        customers,
        page.map(({ customerId }) => customerId),
      );
      const accounts = await records.accounts(await known(customerIds));
      for (const { tenantId, name } of accounts) customers.set(tenantId, name);
      const people = page.filter((record) => seesActor(reader, record) && !record.actor.isApplication);
      const userIds = new Set(
        unknown(
          users,
          people.map(({ actor }) => actor.principalId),
        ),
      );
      const callers = await records.callers(
        [
          ...new Map(
            people.map(({ actor: { tenantId, principalId = '' } }) => [principalId, { tenantId, principalId }]),
          ),
        ]
          .filter(([id]) => userIds.has(id))
          .map(([, of]) => of),
      );
      for (const { principalId, userPrincipalName } of callers) users.set(principalId, userPrincipalName);
    },
    customerName: ({ customerId = '' }) => customers.get(customerId),
    userPrincipalName: (record) => (seesActor(reader, record) ? users.get(record.actor.principalId ?? '') : undefined),
  };
}

/** Ids that nobody looked up yet, each once; they are known from now on, be it as without a name. */
function unknown(names: Map<string, string | undefined>, ids: readonly (string | undefined)[]): string[] {
  const wanted = [...new Set(ids)].filter((id): id is string => id !== undefined && !names.has(id));
  for (const id of wanted) names.set(id, undefined);
  return wanted;
}
