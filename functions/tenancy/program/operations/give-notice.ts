import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { utcDay } from '../../../../shared/kernel/time.ts';
import { giveNotice, hasEnded, type NoticeGiver, withdrawNotice } from '../domain/program-agreement.ts';
import type { programRoutes } from '../routes.ts';
import { partnerStore } from '../store/partner-store.ts';
import { agreementChanged } from './agreement-event.ts';
import type { Deps } from './dependencies.ts';
import { toNoticeWire } from './program-agreement-wire.ts';

type Routes = typeof programRoutes;
type GiveCall = Call<Routes['givePartnerNotice']> | Call<Routes['giveNotice']>;
const NO_AGREEMENT = 'This partner has no agreement in force of which notice could be given.';

/** PRG-7: the program gives notice, or calls a breach that is to be cured. Refuses less than 30 days. */
export const givePartnerNotice: Operation<Routes['givePartnerNotice'], Deps> = (call, deps) =>
  retryOnConflict(() => give(call, { partnerId: call.path.partnerId, givenBy: 'operator' }, deps));

/** PRG-7: a global admin gives notice of the partner's own agreement. Refuses less than 30 days. */
export const giveProgramNotice: Operation<Routes['giveNotice'], Deps> = (call, deps) =>
  retryOnConflict(() => give(call, { partnerId: call.caller.tenantId, givenBy: 'partner' }, deps));

async function give(call: GiveCall, by: { partnerId: string; givenBy: NoticeGiver }, { table }: Deps) {
  const partners = partnerStore(table);
  const before = await partners.load(by.partnerId);
  if (!before) return refuse('resource_not_found');
  if (!before.agreement || hasEnded(before.agreement, call.at))
    return refuse('invalid_partner_transition', { description: NO_AGREEMENT });
  const { type, effectiveDate, reason } = call.body;
  const noticeId = call.once.id('notice');
  const asked = {
    noticeId,
    type,
    givenBy: by.givenBy,
    ...given({ reason, effectiveOn: effectiveDate && utcDay(effectiveDate) }),
  };
  const done = giveNotice(before.agreement, asked, call.at);
  if (!done.ok) return done;
  const { agreement, notice } = done.value;
  const after = { ...before, agreement };
  const reply = { status: 201, body: toNoticeWire(notice) } as const;
  await table.write([
    ...(await partners.writes(before, after, occasionOf(call), [
      agreementChanged(after, 'noticeGiven', call.at, notice),
    ])),
    ...call.once.complete(reply),
  ]);
  return ok(reply);
}

/** PRG-7: the program takes a notice back before it takes effect: a breach was cured, or both go on. */
export const withdrawPartnerNotice: Operation<Routes['withdrawPartnerNotice'], Deps> = (call, deps) =>
  retryOnConflict(() => withdraw(call, { partnerId: call.path.partnerId, by: 'operator' }, deps));

/** PRG-7: a partner takes its own notice back before it takes effect. */
export const withdrawProgramNotice: Operation<Routes['withdrawNotice'], Deps> = (call, deps) =>
  retryOnConflict(() => withdraw(call, { partnerId: call.caller.tenantId, by: 'partner' }, deps));

type WithdrawCall = Call<Routes['withdrawPartnerNotice']> | Call<Routes['withdrawNotice']>;

async function withdraw(
  call: WithdrawCall,
  { partnerId, by }: { partnerId: string; by: NoticeGiver },
  { table }: Deps,
) {
  const partners = partnerStore(table);
  const before = await partners.load(partnerId);
  const { noticeId } = call.path;
  const withdrawn = before?.agreement && withdrawNotice(before.agreement, { noticeId, by }, call.at);
  if (!before || !withdrawn) return refuse('resource_not_found');
  const after = { ...before, agreement: withdrawn.agreement };
  const event = agreementChanged(after, 'noticeWithdrawn', call.at, withdrawn.notice);
  await table.write(await partners.writes(before, after, occasionOf(call), [event]));
  return ok({ status: 204 } as const);
}
