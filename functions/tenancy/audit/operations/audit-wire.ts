import type * as z from 'zod';
import type { CallBase } from '../../../../shared/http/call.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { toWireInstant } from '../../../../shared/kernel/time.ts';
import type * as s from '../../schemas.ts';
import { type AuditRecord, actedBy, recordId, type Values } from '../domain/record.ts';
import { type Client, spelledFor } from '../domain/vocabulary.ts';
import { type Names, type Reader, seesActor } from './names.ts';

type AuditRecordWire = z.input<typeof s.AuditRecord>;

/** Clients say who they are; the published Java client fails on kinds that it does not know (conventions 13). */
export const publicClient = ({ headers }: Pick<CallBase, 'headers'>): Client =>
  headers['ms-partnercenter-client'] === 'Partner Center Java SDK' ? 'java' : 'public';

/** A record as a reader sees it. A kind that its client does not know is told among the further data. */
export function toAuditRecordWire(
  record: AuditRecord,
  { reader, names, client }: { reader: Reader; names: Names; client: Client },
): AuditRecordWire {
  const { actor, partnerId, otherPartnerId, customerId, notes = {} } = record;
  const isOpen = seesActor(reader, record);
  const resourceType = spelledFor(client, record.resource);
  const operationType = spelledFor(client, record.operation);
  const applicationId = actor.applicationId ?? (actor.isApplication && actor.principalId);
  const further = given({
    ActedBy: actedBy(record),
    UserId: isOpen && !actor.isApplication ? actor.principalId : undefined,
    ResourceType: resourceType === record.resource ? undefined : record.resource,
    OperationType: operationType === record.operation ? undefined : record.operation,
    ...Object.fromEntries(Object.entries(notes).map(([name, value]) => [pascal(name), value])),
  });
  return {
    id: recordId(record),
    ...given({
      partnerId,
      customerId,
      customerName: names.customerName(record),
      userPrincipalName: names.userPrincipalName(record),
      applicationId: isOpen ? applicationId : undefined,
      resourceOldValue: toText(record.before),
      resourceNewValue: toText(record.after),
    }),
    participants: [partnerId, otherPartnerId, customerId].filter((id) => id !== undefined),
    resourceType,
    operationType,
    operationDate: toWireInstant(record.at),
    operationStatus: 'succeeded',
    originalCorrelationId: record.correlationId,
    customizedData: Object.entries(further).map(([key, value]) => ({ key, value })),
    attributes: { objectType: 'AuditRecord' },
  };
}

const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** JSON text whose members begin with a capital (tenancy contract 11.1). */
const toText = (values: Values | undefined): string | undefined => values && JSON.stringify(inPascalCase(values));
function inPascalCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inPascalCase);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [pascal(name), inPascalCase(member)]));
}
