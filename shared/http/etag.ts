/** ETags are opaque: base64 of compact JSON with id and version (commerce contract 1). */
export const etagOf = (id: string, version: number): string =>
  Buffer.from(JSON.stringify({ id: id.toLowerCase(), version })).toString('base64');

/** True when no `If-Match` was sent, or it is the present ETag. */
export const etagMatches = (ifMatch: string | undefined, etag: string): boolean =>
  ifMatch === undefined || ifMatch === '*' || ifMatch === etag;
