/** What the id of a line says: the subscription that it is about, and which of its lines it is. */
export interface SoughtLine {
  /** In lower case, as histories have it. */
  readonly subscriptionId: string;
  readonly key: string;
}

/** Reads the id of a line, the subscription in any spelling. Undefined for what is none. */
export function parseLineId(lineId: string): SoughtLine | undefined {
  const at = lineId.indexOf('|');
  return at < 1 ? undefined : { subscriptionId: lineId.slice(0, at).toLowerCase(), key: lineId.slice(at + 1) };
}

/** The id as it was written, however the subscription was spelled. */
export const lineIdText = ({ subscriptionId, key }: SoughtLine): string => `${subscriptionId}|${key}`;
