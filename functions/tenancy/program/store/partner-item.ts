import { unfoldState } from '../../../../shared/dynamo/aggregate.ts';
import { type StoredRecord, storedKind, type Upgrade } from '../../../../shared/dynamo/stored-kind.ts';
import { type Day, type Instant, utcDay } from '../../../../shared/kernel/time.ts';
import type { Partner } from '../domain/partner.ts';
import { nextTermOn } from '../domain/program-agreement.ts';

/** Agreements came to have notices, and a term whose renewals are recorded: until then none was. */
const withNotices: Upgrade = ({ agreement, ...rest }) => {
  if (agreement === undefined) return rest;
  const { endedOn, signedAt, ...signed } = agreement as StoredRecord;
  const termEndsOn = nextTermOn(utcDay(signedAt as Instant));
  const after = { ...signed, signedAt, termEndsOn, notices: [], ...(endedOn !== undefined && { endsOn: endedOn }) };
  return { ...rest, agreement: after };
};

export const partnerItem = storedKind<Partner>({
  kind: 'partner',
  shape: 4,
  upgrades: [unfoldState, withNotices, (partner) => partner],
});

/**
 * A partner out of business whose customers are mailed the choice of another one (PRG-9). It is walked in two runs, so that
 * what the first one left is found by the second.
 */
export interface OfferedChoice {
  readonly partnerId: string;
  readonly since: Instant;
  /** UTC day of the run that walked it first. */
  readonly walkedOn?: Day;
}
export const offeredChoiceItem = storedKind<OfferedChoice>({ kind: 'offeredChoice', shape: 1, upgrades: [] });

/** A partner that has an MPN id. */
export const mpnIdItem = storedKind<{ readonly partnerId: string }>({ kind: 'mpnId', shape: 1, upgrades: [] });
