import { ServiceError } from '../door/call.ts';
import type { Input } from '../door/json-service.ts';
import type { State } from '../state/state.ts';
import { account, type Deployment, type Resource, region } from '../template/deployment.ts';

type Archived = { bus: string; event: { time: string } & Record<string, unknown> };
type Replay = { ReplayName: string; State: string; EventLastReplayedTime?: number };

/** Events between which the archive is not looked through for those that are too old. */
const PRUNE_EVERY = 1000;
const DAY_MS = 86_400_000;

/** The archives of the template: what came to a bus, for as many days as the template says, and its replays. */
export type Archives = {
  /** Notes an event that came to a bus. */
  keep(bus: string, event: Archived['event'], at: Date): void;
  readonly operations: Readonly<Record<string, (input: Input) => Promise<unknown> | unknown>>;
};

/** What a call about an archive is about. */
export const archiveArn = ({ EventSourceArn, ArchiveName, ReplayName }: Input): string => {
  if (typeof EventSourceArn === 'string') return EventSourceArn;
  return `arn:aws:events:${region}:${account}:${ReplayName === undefined ? `archive/${ArchiveName}` : `replay/${ReplayName}`}`;
};

/** `route` hands an event to the rules of a bus, as when it came. */
export function openArchives(
  deployment: Deployment,
  options: { state: State; route: (bus: string, event: Archived['event']) => Promise<void> },
): Archives {
  const archives = deployment.ofType('AWS::Events::Archive').map(readArchive);
  const events = options.state.journal<Archived>('archive');
  const replays = new Map<string, Replay>();
  let sincePruned = 0;
  const find = (isIt: (archive: Archive) => boolean): Archive => {
    const archive = archives.find(isIt);
    if (archive) return archive;
    throw new ServiceError('ResourceNotFoundException', 'Archive does not exist.');
  };
  const replay = async ({ bus }: Archive, from: Date, to: Date): Promise<string | undefined> => {
    let last: string | undefined;
    for (const archived of events.between(from, to).filter((each) => each.bus === bus)) {
      await options.route(bus, archived.event);
      last = archived.event.time;
    }
    return last;
  };
  return {
    keep(bus, event, at) {
      const days = Math.max(0, ...archives.filter((archive) => archive.bus === bus).map((archive) => archive.days));
      if (days === 0) return;
      events.add(at, { bus, event });
      sincePruned = (sincePruned + 1) % PRUNE_EVERY;
      if (sincePruned === 0) events.removeBefore(new Date(at.getTime() - days * DAY_MS));
    },
    operations: {
      DescribeArchive({ ArchiveName }) {
        const { name, arn, busArn, days } = find((archive) => archive.name === ArchiveName);
        return {
          ArchiveName: name,
          ArchiveArn: arn,
          EventSourceArn: busArn,
          RetentionDays: days,
          EventCount: events.count(),
        };
      },
      async StartReplay(input) {
        const { ReplayName, EventSourceArn, Destination, EventStartTime, EventEndTime } = input as ReplayInput;
        const archive = find(({ arn }) => arn === EventSourceArn);
        if (Destination?.Arn !== archive.busArn || Destination.FilterArns !== undefined || replays.has(ReplayName))
          throw new ServiceError(
            'ValidationException',
            'a replay is new, and goes to all rules of the bus it came from',
          );
        const last = await replay(archive, new Date(EventStartTime * 1000), new Date(EventEndTime * 1000));
        replays.set(ReplayName, {
          ReplayName,
          State: 'COMPLETED',
          ...(last !== undefined && { EventLastReplayedTime: Date.parse(last) / 1000 }),
        });
        return { State: 'STARTING', ReplayArn: `arn:aws:events:${region}:${account}:replay/${ReplayName}` };
      },
      DescribeReplay({ ReplayName }) {
        const known = replays.get(String(ReplayName));
        if (known) return known;
        throw new ServiceError('ResourceNotFoundException', 'Replay does not exist.');
      },
    },
  };
}

type ReplayInput = Input & {
  ReplayName: string;
  EventSourceArn?: string;
  Destination?: { Arn?: string; FilterArns?: unknown };
  /** Seconds. */
  EventStartTime: number;
  EventEndTime: number;
};

type Archive = { name: string; arn: string; bus: string; busArn: string; days: number };

function readArchive({ name, arn, logicalId, properties }: Resource): Archive {
  const {
    SourceArn: busArn = '',
    RetentionDays: days = 0,
    EventPattern,
  } = properties as {
    SourceArn?: string;
    RetentionDays?: number;
    EventPattern?: unknown;
  };
  if (EventPattern !== undefined || days === 0)
    throw new Error(`archive ${logicalId} keeps some events or for ever, which the local runtime does not do`);
  return { name, arn, bus: busArn.replace(/^.*event-bus\//, ''), busArn, days };
}
