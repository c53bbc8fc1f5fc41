import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import {
  isTermOver,
  reactivated,
  type Subscription,
  type SuspensionReason,
  suspended,
  type Trigger,
  transit,
} from './subscription.ts';
import { needsNewTerm } from './subscription-change.ts';

/** What the program does with a subscription of which it holds that it must not run (commerce contract 9.2, 19.6). */
export interface ProgramStep {
  readonly after: Subscription;
  readonly trigger: Trigger;
}

/**
 * SUB-4: the program suspends what is active. What is suspended already it takes hold of, so that the partner cannot bring
 * it back; its 60 days run on, and why it was suspended is kept. Undefined: the program holds it already.
 */
export function heldByProgram(before: Subscription, reason: string, at: Instant): ProgramStep | undefined {
  const held = { programReason: reason } as const;
  if (before.status === 'active')
    return { after: { ...suspended(before, 'ProgramAction', at), ...held }, trigger: 'suspend' };
  if (before.suspensionReason === 'ProgramAction') return undefined;
  const after = transit(before, 'amend', {
    ...held,
    suspensionReason: 'ProgramAction',
    isSuspendedByProgram: true,
    suspendedBefore: before.suspensionReason,
  });
  return { after, trigger: 'amend' };
}

/**
 * SUB-4: the program lets go of what it holds. What nothing else keeps suspended is active again, in its running term; the
 * rest stays suspended for its own reason: the partner had cancelled it, its base is not active, or its term is over. Letting
 * go never buys a term: that is the partner's to do. Undefined: it is active already. Refuses, 400/800096, what others
 * suspended.
 */
export function letGoByProgram(
  before: Subscription,
  words: string,
  facts: { readonly at: Instant; readonly base: Subscription | undefined; readonly isRunOffOver: boolean },
): Result<ProgramStep | undefined, Refusal<'not_reactivable'>> {
  if (before.status === 'active') return ok(undefined);
  if (before.suspensionReason !== 'ProgramAction')
    return refuse('not_reactivable', {
      description: 'The program does not hold this subscription: its partner reactivates it.',
    });
  const reason = reasonLeft(before, facts);
  if (reason === undefined)
    return ok({ after: { ...reactivated(before), programReason: words }, trigger: 'reactivate' });
  const isSuspendedByProgram = reason === 'ParentSuspended' ? facts.base?.isSuspendedByProgram : undefined;
  const after = transit(before, 'amend', {
    suspensionReason: reason,
    isSuspendedByProgram,
    programReason: words,
    suspendedBefore: undefined,
  });
  return ok({ after, trigger: 'amend' });
}

/** Why a subscription stays suspended that the program lets go of. */
function reasonLeft(
  before: Subscription,
  { at, base, isRunOffOver }: Parameters<typeof letGoByProgram>[2],
): SuspensionReason | undefined {
  const { suspendedBefore } = before;
  if (suspendedBefore !== undefined && suspendedBefore !== 'ParentSuspended') return suspendedBefore;
  if (base && base.status !== 'active') return 'ParentSuspended';
  const isBehind = base !== undefined && needsNewTerm(before, base);
  return isTermOver(before, at) || isRunOffOver || isBehind ? 'Expiration' : undefined;
}
