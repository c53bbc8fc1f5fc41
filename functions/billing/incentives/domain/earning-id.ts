/** An earning by its document, line and rule: an invoice in the place of another has the same lines. */
export interface EarningPlace {
  readonly documentId: string;
  readonly lineId: string;
  readonly ruleId: string;
}

export const earningId = ({ documentId, lineId, ruleId }: EarningPlace): string => `${documentId}|${lineId}|${ruleId}`;

/** Number of the document that such an id begins with; undefined for what is no id. */
export function documentOf(id: string): string | undefined {
  const at = id.indexOf('|');
  return at > 0 && id.lastIndexOf('|') > at ? id.slice(0, at) : undefined;
}
