import { unfoldState } from '../../../../shared/dynamo/aggregate.ts';
import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Partner } from '../domain/partner.ts';

export const partnerItem = storedKind<Partner>({ kind: 'partner', shape: 2, upgrades: [unfoldState] });

/** A partner that has an MPN id. */
export const mpnIdItem = storedKind<{ readonly partnerId: string }>({ kind: 'mpnId', shape: 1, upgrades: [] });
