import { unfoldState } from '../../../../shared/dynamo/aggregate.ts';
import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Application, ClientRecord } from '../domain/application.ts';

export const applicationItem = storedKind<Application>({ kind: 'application', shape: 2, upgrades: [unfoldState] });

/** Whose client it is. */
export const clientItem = storedKind<{ readonly client: ClientRecord }>({ kind: 'client', shape: 1, upgrades: [] });

/** How many registrations a tenant keeps; later counts are added to it where it lies. */
export const registrationsItem = storedKind<{ readonly kept: number }>({
  kind: 'registrations',
  shape: 1,
  upgrades: [],
});
