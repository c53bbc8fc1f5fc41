import { ApplicationChanged } from '../../../../events/tenancy.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { advanced, type Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { allOf, putIfVersion, putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { type CallerRecord, callerItem } from '../../../../shared/identity/access.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { type Application, type ClientRecord, PROGRAM_CLIENT } from '../domain/application.ts';
import type { CallerRole } from '../domain/user.ts';
import { applicationItem, clientItem, registrationsItem } from './application-item.ts';
import { applicationKey, applicationPartition, applicationPrefix, clientKey, registrationsKey } from './keys.ts';

export type ApplicationStore = ReturnType<typeof applicationStore>;

/** Registering and deleting in parallel meet at the count of the tenant; in each round one at least gets through. */
export const REGISTRATION_ATTEMPTS = 20;

/** Registrations that a tenant keeps; not stored yet for one whose last change was before they were counted. */
export interface Kept {
  readonly count: number;
  readonly isStored: boolean;
}

/** App registrations, their caller records, and whose client is whose. */
export const applicationStore = (table: Table) => ({
  /** Reads consistently. */
  async kept(tenantId: string): Promise<Kept> {
    const item = await table.get(registrationsKey(tenantId), { consistent: true });
    if (item) return { count: registrationsItem.fromItem(item).kept, isStored: true };
    return { count: (await applicationStore(table).list(tenantId)).length, isStored: false };
  },

  /** Counts one registration more, in the transaction that makes it; fails when there are `max` already. */
  moreWrite: (tenantId: string, kept: Kept, max: number): Write =>
    kept.isStored
      ? {
          update: registrationsKey(tenantId),
          add: { kept: 1 },
          if: { kind: 'equals', values: {}, below: { kept: max } },
        }
      : putNew(registrationsItem.toItem(registrationsKey(tenantId), { kept: kept.count + 1 })),

  /** Counts one registration less, in the transaction that deletes it. */
  lessWrite: (tenantId: string, kept: Kept): Write =>
    kept.isStored
      ? { update: registrationsKey(tenantId), add: { kept: -1 }, if: { kind: 'present' } }
      : putNew(registrationsItem.toItem(registrationsKey(tenantId), { kept: kept.count - 1 })),

  /** Reads consistently; a deleted application is as good as none. */
  async load(ids: { tenantId: string; appId: string }): Promise<Application | undefined> {
    const item = await table.get(applicationKey(ids), { consistent: true });
    const application = item && applicationItem.fromItem(item);
    return application?.isDeleted ? undefined : application;
  },

  /** The condition that an application is what it was when it was loaded. */
  held: ({ tenantId, appId, version }: Application): Write => ({
    check: applicationKey({ tenantId, appId }),
    if: { kind: 'equals', values: { version } },
  }),

  async list(tenantId: string): Promise<Application[]> {
    const items = await allOf(table, {
      pk: applicationPartition(tenantId),
      sk: { beginsWith: applicationPrefix },
      consistent: true,
    });
    return items.map(applicationItem.fromItem).filter(({ isDeleted }) => !isDeleted);
  },

  /** Whose client is it? Reads consistently. */
  async client(clientId: string): Promise<ClientRecord | undefined> {
    const item = await table.get(clientKey(clientId), { consistent: true });
    return item && clientItem.fromItem(item).client;
  },

  /** Says that a client is the program's own. */
  programClientWrite: (clientId: string): Write => ({
    put: clientItem.toItem(clientKey(clientId), { client: PROGRAM_CLIENT }),
  }),

  /** Writes of a save: state, client and caller record, and what is told of it; of the operator's own nothing is. */
  writes(before: Application | undefined, after: Application, told?: Told): Write[] {
    const saved = advanced(after);
    const { tenantId, appId, boundUserId, isDeleted } = saved;
    const client: ClientRecord = given({ tenantId, boundUserId, isDeleted });
    return [
      putIfVersion(applicationItem.toItem(applicationKey(saved), saved), before?.version ?? 0),
      { put: clientItem.toItem(clientKey(appId), { client }) },
      { put: callerItem(toCaller(saved)) },
      ...(told ? eventWrites(saved, told) : []),
    ];
  },
});

/** What happened to an application, when and why. */
export interface Told extends Occasion {
  readonly change: 'registered' | 'changed' | 'secretCreated' | 'secretWithdrawn' | 'unregistered';
  readonly secretId?: string;
}

function eventWrites(saved: Application, { at, cause, change, secretId }: Told): Write[] {
  const { tenantId, appId, boundUserId } = saved;
  const event = newEvent(
    ApplicationChanged,
    { tenantId, aggregateId: appId, occurredAt: at },
    { partnerId: tenantId, applicationId: appId, change, roles: rolesOf(saved), ...given({ boundUserId, secretId }) },
  );
  return outboxWrite({ aggregate: applicationKey(saved), version: saved.version, events: [event], cause });
}

/** Roles of its own, whether or not it is bound. */
const rolesOf = ({ agentRoles, isGlobalAdmin, isOperator }: Application): CallerRole[] =>
  isOperator ? ['Operator'] : [...agentRoles, ...(isGlobalAdmin ? (['GlobalAdmin'] as const) : [])];

/** A deleted application keeps an inactive record: a token that it still holds is refused by it. */
const toCaller = (application: Application): CallerRecord =>
  given({
    tenantId: application.tenantId,
    principalId: application.appId,
    kind: 'application' as const,
    roles: rolesOf(application),
    boundUserId: application.boundUserId,
    displayName: application.displayName,
    isActive: !application.isDeleted,
  });
