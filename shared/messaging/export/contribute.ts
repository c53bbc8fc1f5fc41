import { createHash } from 'node:crypto';
import { type EventDefinition, type EventRecord, newEvent } from '../../contracts/events.ts';
import type { ContextName } from '../../contracts/routes.ts';
import { outboxWrite } from '../../dynamo/outbox.ts';
import { type Item, type Key, putIfVersion, type Query, type Table, WriteConflictError } from '../../dynamo/table.ts';
import { accessKeys, accessRecords } from '../../identity/access.ts';
import { given } from '../../kernel/given.ts';
import { epochMs, instant } from '../../kernel/time.ts';
import { causeOf } from '../consumer.ts';
import { type DeflatedPart, deflateText } from '../deflated.ts';
import type { Files } from '../files.ts';
import {
  type Contribution,
  type ContributionPlace,
  contributionItem,
  type ExportRequest,
} from './contribution-item.ts';

/** One file of an export: a row is one line of JSON. */
export interface ExportFile<Deps> {
  /** Folder and name in the archive: `commerce/orders.jsonl`. */
  readonly name: string;
  /** What is in it, for whoever opens the archive. */
  readonly about: string;
  /** Where its items lie, one place after the other; for a page of the customer's partners, from 1. */
  places(request: ExportRequest, page: number): readonly Query[];
  /** The rows that some items become: what belongs to the customer, and nothing else that is stored with it. */
  rows(items: readonly Item[], request: ExportRequest, deps: Deps): Promise<readonly object[]> | readonly object[];
}

export interface ContributorDeps {
  readonly table: Table;
  readonly files: Files;
}

export interface Contributor<Deps> {
  readonly context: ContextName;
  readonly tells: EventDefinition;
  readonly files: readonly ExportFile<Deps>[];
  /** Where it notes how far it has come; each page of partners goes its own way. */
  keyOf(ids: { readonly customerId: string; readonly exportId: string; readonly page?: number | undefined }): Key;
  /** Pages of a megabyte at most that one delivery reads: some seconds of work. */
  readonly pagesPerStep?: number;
}

type Requested = {
  readonly exportId: string;
  readonly customerId: string;
  readonly contexts: readonly string[];
  readonly partnerIds: readonly string[];
  readonly page?: number | undefined;
};
type Step = {
  readonly exportId: string;
  readonly customerId: string;
  readonly page?: number | undefined;
  readonly step: number;
  readonly isLast: boolean;
};
interface Part extends DeflatedPart {
  readonly file: string;
  readonly key: string;
}

const PAGES_PER_STEP = 20;
/** Characters of rows that are held before they become a part. */
const PART_CHARACTERS = 1_000_000;
/** Days that the note of how far it came stays: longer than the archive. */
const NOTE_DAYS = 30;

/**
 * Adds what one context has of a customer to an export (CUS-6): a step at a time, each with its event, so that it goes on
 * whoever stops. The event of a step that comes twice or late finds the note further and does nothing. Parts are named
 * by their content: of two that do the same step at once, the one whose note is stored has its own parts in the event.
 * Costs what the items cost to read, an object per megabyte, and two writes a step.
 */
export function exportContributor<Deps extends ContributorDeps>(contributor: Contributor<Deps>) {
  return async (event: EventRecord<Requested | Step>, deps: Deps): Promise<void> => {
    const key = contributor.keyOf(event.detail);
    const item = await deps.table.get(key, { consistent: true });
    const before = due(contributor, event, item && contributionItem.fromItem(item));
    if (!before) return;
    const records = accessRecords(deps.table);
    // What is asked of an erased customer late would leave notes that nobody erases any more.
    if (!(await records.account(before.customerId))?.customer) return;
    const { after, parts } = await oneStep(contributor, { before, page: event.detail.page ?? 1 }, deps);
    const isLast = after.place === undefined;
    const { customerId, exportId } = before;
    const told = newEvent(
      contributor.tells,
      { tenantId: customerId, aggregateId: exportId, occurredAt: event.occurredAt },
      {
        exportId,
        customerId,
        ...given({ page: event.detail.page }),
        step: after.version,
        isLast,
        parts,
        files: isLast ? summary(contributor, after) : [],
      },
    );
    const expiresAt = Math.floor(epochMs(instant(before.requestedAt)) / 1000) + NOTE_DAYS * 86_400;
    try {
      await deps.table.write([
        { check: accessKeys.account(customerId), if: { kind: 'present' } },
        putIfVersion(contributionItem.toItem({ ...key, expiresAt }, after), before.version),
        ...outboxWrite({ aggregate: key, version: after.version, events: [told], cause: causeOf(event) }),
      ]);
    } catch (error) {
      // Somebody else did this step, or the customer is erased.
      if (!(error instanceof WriteConflictError && error.reasons.includes('condition'))) throw error;
    }
  };
}

/** From where the event has it go on; undefined when there is nothing to do. */
function due<Deps>(
  { context }: Contributor<Deps>,
  { detail, occurredAt }: EventRecord<Requested | Step>,
  stored: Contribution | undefined,
): Contribution | undefined {
  if ('step' in detail) return !detail.isLast && stored?.version === detail.step ? stored : undefined;
  if (stored || !detail.contexts.includes(context)) return undefined;
  const { exportId, customerId, partnerIds } = detail;
  return {
    exportId,
    customerId,
    partnerIds,
    requestedAt: occurredAt,
    version: 0,
    place: { file: 0, query: 0 },
    rows: {},
  };
}

async function oneStep<Deps extends ContributorDeps>(
  contributor: Contributor<Deps>,
  { before, page }: { readonly before: Contribution; readonly page: number },
  deps: Deps,
) {
  const { files, context, pagesPerStep = PAGES_PER_STEP } = contributor;
  const rows: Record<string, number> = { ...before.rows };
  const parts: Part[] = [];
  let place = before.place;
  let held: string[] = [];
  let characters = 0;
  const putHeld = async (file: string): Promise<void> => {
    const { bytes, ...sizes } = deflateText(held.join(''));
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
    const key = `exports/${context}/${before.customerId}/${before.exportId}/${file.replaceAll('/', '-')}-${hash}.deflate`;
    await deps.files.put(key, bytes, { contentType: 'application/octet-stream' });
    parts.push({ file, key, ...sizes });
    [held, characters] = [[], 0];
  };
  let [placed, places]: [number | undefined, readonly Query[]] = [undefined, []];
  for (let pages = 0; place && pages < pagesPerStep; pages += 1) {
    const file: ExportFile<Deps> = files[place.file]!;
    // Once for each file: with a thousand partners it has a thousand places, and a step goes through twenty.
    if (placed !== place.file) [placed, places] = [place.file, file.places(before, page)];
    const query = places[place.query];
    const read = query
      ? await deps.table.query({ ...query, ...(place.after && { after: place.after }) })
      : { items: [], next: undefined };
    for (const row of await file.rows(read.items, before, deps)) {
      const line = `${JSON.stringify(row)}\n`;
      held.push(line);
      characters += line.length;
      rows[file.name] = (rows[file.name] ?? 0) + 1;
      if (characters >= PART_CHARACTERS) await putHeld(file.name);
    }
    const next = following(place, read.next, { places: places.length, files: files.length });
    // A file that has no row is in the archive, too: whoever opens it sees that there was nothing.
    if (next?.file !== place.file && (characters > 0 || rows[file.name] === undefined)) await putHeld(file.name);
    place = next;
  }
  if (place && characters > 0) await putHeld(files[place.file]!.name);
  const { place: _, ...rest } = before;
  const after: Contribution = { ...rest, rows, version: before.version + 1, ...(place && { place }) };
  return { after, parts };
}

function following(
  { file, query }: ContributionPlace,
  after: ContributionPlace['after'],
  counts: { places: number; files: number },
): ContributionPlace | undefined {
  if (after) return { file, query, after };
  if (query + 1 < counts.places) return { file, query: query + 1 };
  return file + 1 < counts.files ? { file: file + 1, query: 0 } : undefined;
}

const summary = <Deps>({ files }: Contributor<Deps>, { rows }: Contribution) =>
  files.map(({ name, about }) => ({ file: name, about, rows: rows[name] ?? 0 }));
