import { unfoldState } from '../../../../shared/dynamo/aggregate.ts';
import { type StoredRecord, storedKind, type Upgrade } from '../../../../shared/dynamo/stored-kind.ts';
import { type Instant, utcDay } from '../../../../shared/kernel/time.ts';
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

export const partnerItem = storedKind<Partner>({ kind: 'partner', shape: 3, upgrades: [unfoldState, withNotices] });

/** A partner that has an MPN id. */
export const mpnIdItem = storedKind<{ readonly partnerId: string }>({ kind: 'mpnId', shape: 1, upgrades: [] });
