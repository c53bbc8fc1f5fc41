import type { Actor } from '../../../../../shared/contracts/events.ts';
import { given } from '../../../../../shared/kernel/given.ts';
import type { RecordedActor } from '../../domain/record.ts';

/** Who did it, as the log keeps it. */
export const actorOf = ({ tenantId, principalId, kind, applicationId, isOperator }: Actor): RecordedActor =>
  given({
    tenantId,
    principalId,
    isApplication: kind === 'application' ? (true as const) : undefined,
    // An application that acts for itself is the principal already.
    applicationId: applicationId === principalId ? undefined : applicationId,
    isOperator,
  });
