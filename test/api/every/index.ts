import type { ContextName } from '../../../shared/contracts/routes.ts';
import { callLog } from './call-log.ts';
import { head } from './head.ts';
import { hostsAndRights } from './hosts-and-rights.ts';
import { isolation } from './isolation.ts';
import { nullMembers } from './null-members.ts';
import { roles } from './roles.ts';
import { stage } from './stage.ts';
import { textsOfPeople } from './texts.ts';

/**
 * What holds for every operation, from the manifests, for those of one context: the time of its tests grows with its own
 * operations and not with those of others. Bad input is a file of its own: it takes as long as all of these.
 */
export function everyOperation(context: ContextName): void {
  const on = stage();
  for (const suite of [roles, isolation, nullMembers, textsOfPeople, hostsAndRights, head, callLog]) suite(context, on);
}
