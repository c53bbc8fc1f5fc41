import { type Part, standIn } from './part.ts';

/** Streams of events inside one answer: no operation that is called here has any. */
export const eventStreams: Part = standIn(
  'event-streams',
  /^@smithy\/core\/event-streams$/,
  'export const resolveEventStreamSerdeConfig = (c) => c; export const eventStreamSerdeProvider = () => ({});',
);
