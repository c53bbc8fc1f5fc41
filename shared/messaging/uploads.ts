import { createHash } from 'node:crypto';

/** What S3 calls a multipart upload: an object that is written in parts, and appears with the last word. */

/** S3 takes parts of an upload from 5 MiB on, and 10,000 of them: 80 GB. */
export const UPLOAD_PART_BYTES = 8 * 1024 * 1024;

/** Something has the name already. */
export const PRECONDITION_FAILED = 412;

export interface FileAbout {
  readonly contentType: string;
  /** Under which name it is saved by whoever follows a link to it. */
  readonly fileName?: string;
}

/** S3 answered what no repeat mends. */
export class FilesError extends Error {
  override readonly name = 'FilesError';
}

export type S3Request = RequestInit & { readonly method: string; readonly query?: string };
/** Undefined: what is asked for is not there. `expected`: statuses of a refusal that the caller deals with. */
export type Send = (key: string, request: S3Request, expected?: readonly number[]) => Promise<Response | undefined>;

export const attachment = (fileName: string): string => `attachment; filename="${fileName}"`;
export const checksumOf = (body: Uint8Array): string => createHash('sha256').update(body).digest('base64');

interface UploadPorts {
  readonly send: Send;
  /** Puts what is smaller than a part, and answers the status. */
  put(body: Uint8Array): Promise<number>;
  /** Of the request that makes the object appear: the others write nothing that anybody could see. */
  readonly condition: { readonly headers?: Readonly<Record<string, string>>; readonly expected?: readonly number[] };
}

interface UploadedPart {
  readonly etag: string;
  readonly checksum: string;
}

export interface Upload {
  small(body: Uint8Array): Promise<number>;
  begin(): Promise<string>;
  part(id: string, number: number, body: Uint8Array): Promise<UploadedPart>;
  /** Answers the status, as {@link Upload.small} does. */
  complete(id: string, parts: readonly UploadedPart[]): Promise<number>;
}

/** Checksums are told of each part because a bucket with object lock takes none without. */
export function uploadOf(
  key: string,
  { contentType, fileName }: FileAbout,
  { send, put, condition }: UploadPorts,
): Upload {
  const ask = async (request: S3Request): Promise<Response> => {
    const answer = await send(key, request);
    if (!answer) throw new FilesError(`the upload of ${key} is gone`);
    return answer;
  };
  return {
    small: put,
    async begin() {
      const headers = {
        'content-type': contentType,
        'x-amz-checksum-algorithm': 'SHA256',
        ...(fileName !== undefined && { 'content-disposition': attachment(fileName) }),
      };
      const answer = await (await ask({ method: 'POST', query: '?uploads=', headers })).text();
      const id = /<UploadId>([^<]+)<\/UploadId>/.exec(answer)?.[1];
      if (id === undefined) throw new FilesError(`S3 began no upload of ${key}`);
      return id;
    },
    async part(id, number, body) {
      const query = `?partNumber=${number}&uploadId=${encodeURIComponent(id)}`;
      const checksum = checksumOf(body);
      const headers = { 'x-amz-checksum-sha256': checksum };
      const answer = await ask({ method: 'PUT', query, headers, body: body as Uint8Array<ArrayBuffer> });
      return { etag: answer.headers.get('etag') ?? '', checksum };
    },
    /** S3 may answer 200 and tell of an error in the body. */
    async complete(id, parts) {
      const told = parts.map(
        ({ etag, checksum }, at) =>
          `<Part><PartNumber>${at + 1}</PartNumber><ETag>${etag}</ETag><ChecksumSHA256>${checksum}</ChecksumSHA256></Part>`,
      );
      const body = `<CompleteMultipartUpload>${told.join('')}</CompleteMultipartUpload>`;
      const query = `?uploadId=${encodeURIComponent(id)}`;
      const headers = { 'content-type': 'application/xml', ...condition.headers };
      const answer = await send(key, { method: 'POST', query, headers, body }, condition.expected);
      // An upload is gone when it was completed by a request whose answer was lost: then the name is taken.
      if (!answer && condition.expected?.includes(PRECONDITION_FAILED)) return PRECONDITION_FAILED;
      const text = await answer?.text();
      if (!answer || (answer.ok && text?.includes('<Error>')))
        throw new FilesError(`the upload of ${key} was not completed: ${text ?? 'it is gone'}`);
      return answer.status;
    },
  };
}

/** What is smaller than a part goes at once, everything else as an upload, a part after the other. Answers the last status. */
export async function inParts(pieces: AsyncIterable<Uint8Array>, upload: Upload): Promise<number> {
  let id: string | undefined;
  const uploaded: UploadedPart[] = [];
  for await (const part of partsOf(pieces)) {
    if (id === undefined && part.length < UPLOAD_PART_BYTES) return upload.small(part);
    id ??= await upload.begin();
    uploaded.push(await upload.part(id, uploaded.length + 1, part));
  }
  return upload.complete(id!, uploaded);
}

/** Pieces joined to parts of {@link UPLOAD_PART_BYTES} at least; the last, and one of nothing at all, may be shorter. */
export async function* partsOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  let isFirst = true;
  for await (const piece of pieces) {
    held.push(piece);
    bytes += piece.length;
    if (bytes < UPLOAD_PART_BYTES) continue;
    yield Buffer.concat(held);
    [held, bytes, isFirst] = [[], 0, false];
  }
  if (isFirst || bytes > 0) yield Buffer.concat(held);
}
