import type { JobRun } from '../../../../shared/contracts/jobs.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { addDays, type Day, type Instant, instant, utcDay } from '../../../../shared/kernel/time.ts';
import type { Walk } from '../../../../shared/messaging/walk/walk.ts';
import { isEnded, isRunning, type Partner, partnerDue } from '../domain/partner.ts';
import { type AgreementStep, nextStep } from '../domain/program-agreement.ts';
import { duePartners, everyPartner } from '../store/keys.ts';
import { partnerItem } from '../store/partner-item.ts';
import { partnerStore } from '../store/partner-store.ts';
import { agreementChanged } from './agreement-event.ts';
import type { Deps } from './dependencies.ts';
import { scheduleCause } from './schedule-cause.ts';

type KeepDeps = Pick<Deps, 'table'>;

const dayAfter = ({ scheduledAt }: JobRun): Day => addDays(utcDay(instant(scheduledAt)), 1);

const COUNTS = { renewed: 0, endingSoon: 0, ended: 0 } as const satisfies Record<AgreementStep['change'], number>;

/**
 * PRG-7, PRG-8: records what happens to agreements by themselves: the renewal of every 31 August, the announcement of an
 * end 60 and 30 days ahead, the end itself, with which the run-off begins. Each takes effect at 00:00Z of its own day, and
 * an end counts from that instant on whether it is recorded or not; so a late, repeated or missed run changes nothing.
 * Whoever was saved last before there was an index of what is due is looked at every night, until its next save; who runs off
 * already is entered at the end of its run-off, which `endRunOffs` records.
 */
export const keepAgreements: Walk<KeepDeps> = {
  due: (run) => [duePartners('AGREEMENT', dayAfter(run)), everyPartner],
  async each(item, run, deps) {
    const counts = { ...COUNTS };
    if (typeof item.gsi2sk === 'string' && item.gsi2sk >= dayAfter(run)) return counts;
    const { partnerId } = partnerItem.fromItem(item);
    if (item.gsi2sk === undefined) await retryOnConflict(() => enter(partnerId, deps));
    for (;;) {
      const did = await retryOnConflict(() => keepOne(partnerId, run, deps));
      if (!did) return counts;
      counts[did] += 1;
    }
  },
  counts: COUNTS,
};

async function enter(partnerId: string, { table }: KeepDeps): Promise<void> {
  const partners = partnerStore(table);
  const partner = await partners.load(partnerId);
  if (!partner || !isEnded(partner) || partner.status === 'terminated' || !partnerDue(partner)) return;
  await table.write([partners.dueWrite(partner)]);
}

async function keepOne(
  partnerId: string,
  run: JobRun,
  { table }: KeepDeps,
): Promise<AgreementStep['change'] | undefined> {
  const partners = partnerStore(table);
  const before = await partners.load(partnerId);
  const step = before && stepOf(before, instant(run.scheduledAt));
  if (!before || !step) return undefined;
  const { agreement, change, at } = step;
  const after = { ...before, agreement, ...(change === 'ended' && { status: 'runOff' as const }) };
  const occasion = { at, cause: scheduleCause('keepAgreements', run) };
  await table.write(await partners.writes(before, after, occasion, [agreementChanged(after, change, at)]));
  return change;
}

const stepOf = (partner: Partner, at: Instant): AgreementStep | undefined =>
  partner.agreement && isRunning(partner) ? nextStep(partner.agreement, at) : undefined;
