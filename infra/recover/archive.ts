import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeArchiveCommand,
  DescribeReplayCommand,
  type DescribeReplayCommandOutput,
  ReplayState,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import { archiveName } from '../settings.ts';
import type { Recovery } from './recovery.ts';

/** A span of the archive, half open: events that came to the bus at `from` or later, and before `to`. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

const POLL_MS = 5000;
const UNDER_WAY: ReadonlySet<string | undefined> = new Set([ReplayState.STARTING, ReplayState.RUNNING]);

/**
 * `npm run recover -- archive`: hands all events of a span to every rule once more. Consumers know what they have seen for
 * longer than the archive keeps it, so only what they missed has an effect.
 *
 * @throws TypeError for a span that the archive does not have, Error when the replay fails.
 */
export async function replayArchive(
  { name, clients: { events }, isList = false, log }: Recovery,
  { from, to }: Span,
  { now, pollMs = POLL_MS }: { now: Date; pollMs?: number },
): Promise<void> {
  const archive = await events.send(new DescribeArchiveCommand({ ArchiveName: archiveName({ name }) }));
  const { ArchiveArn, EventSourceArn, RetentionDays = 0, EventCount } = archive;
  const first = new Date(now.getTime() - RetentionDays * 86_400_000);
  if (!(from < to) || from < first || to > now)
    throw new TypeError(`the archive has ${first.toISOString()} to ${now.toISOString()}, and a span has a length`);
  log(`${archiveName({ name })} has ${EventCount ?? 0} events of ${RetentionDays} days`);
  if (isList) return;
  const ReplayName = `${name}-${now.getTime()}`;
  await events.send(
    new StartReplayCommand({
      ReplayName,
      EventSourceArn: ArchiveArn,
      Destination: { Arn: EventSourceArn },
      EventStartTime: from,
      EventEndTime: to,
    }),
  );
  log(`replay ${ReplayName}: ${from.toISOString()} to ${to.toISOString()}`);
  let replay: DescribeReplayCommandOutput;
  for (;;) {
    replay = await events.send(new DescribeReplayCommand({ ReplayName }));
    if (!UNDER_WAY.has(replay.State)) break;
    await sleep(pollMs);
  }
  if (replay.State !== ReplayState.COMPLETED)
    throw new Error(`the replay ended ${replay.State}: ${replay.StateReason ?? ''}; it may be started again`);
  log('every event of it was handed to the rules again');
}
