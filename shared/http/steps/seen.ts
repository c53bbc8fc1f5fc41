import type { Caller } from '../../identity/caller.ts';
import type { SeenNotes, SeenRequest } from '../../identity/seen.ts';
import { given } from '../../kernel/given.ts';
import { mfaMissing } from '../problem.ts';
import type { Exchange, Step, Unfinished } from './exchange.ts';

interface Parts {
  readonly seen?: SeenNotes;
  readonly newId: () => string;
}

/**
 * Milliseconds from the beginning of a note that an answer waits for it at most: an operation that takes as long waits for
 * nothing. By then the note has been sent, and what was sent is stored, although nobody hears of it.
 */
const WAIT_MS_MAX = 10;

/**
 * Notes what people of partners ask, with or without a second factor (tenancy contract 12). It begins once the caller is
 * known and goes on beside the operation, so that an answer waits for what is left of it alone, and not for long. Where a function is
 * frozen with its answer before the note was sent, it may be lost, or counted twice when it thaws. It never fails a request.
 */
export const seenStep = ({ seen, newId }: Parts): Step => {
  const wait = async ({ context }: { context: Unfinished }): Promise<void> => {
    await context.noted;
  };
  return {
    before({ context }) {
      const { caller } = context;
      if (!seen || caller?.tokenKind !== 'user' || !caller.account.partner) return;
      context.noted = settledWithin(seen.note(requestOf(context, caller, newId())), WAIT_MS_MAX);
    },
    after: wait,
    onError: wait,
  };
};

/** A person's token needs a second factor (conventions 2.4); that it had none has been noted by then. */
export const mfaStep = ({ mfaRequired }: { readonly mfaRequired: boolean }): Step => ({
  before({ context: { caller } }) {
    if (mfaRequired && caller?.tokenKind === 'user' && !caller.hasMfa) throw mfaMissing();
  },
});

const requestOf = ({ base, match, claims }: Exchange, caller: Caller, id: string): SeenRequest => ({
  at: base.at,
  id,
  tenantId: caller.tenantId,
  userId: caller.principalId,
  applicationId: caller.applicationId ?? '',
  ...given({ userPrincipalName: caller.userPrincipalName }),
  requestId: base.requestId,
  correlationId: base.correlationId,
  operation: `${match.route.method} ${match.route.path}`,
  sourceIp: base.sourceIp,
  hasMfa: caller.hasMfa,
  ...(claims?.sessions !== undefined && { isSignedIn: true }),
});

const settledWithin = (work: Promise<void>, ms: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    work.then(done, done);
  });
