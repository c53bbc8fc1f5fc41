import {
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

/** Documents in S3: invoices, reconciliation parts, imports. */
export interface Files {
  put(key: string, body: Uint8Array, about: { contentType: string; fileName?: string }): Promise<void>;
  get(key: string): Promise<Uint8Array | undefined>;
  size(key: string): Promise<number | undefined>;
  /** A link that lives `seconds` (300 by default). */
  link(key: string, options?: { seconds?: number; fileName?: string }): Promise<string>;
}

export function s3Files(bucket: string, client = new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' })): Files {
  return {
    async put(key, body, { contentType, fileName }) {
      const ContentDisposition = fileName === undefined ? undefined : `attachment; filename="${fileName}"`;
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType, ContentDisposition }),
      );
    },
    async get(key) {
      try {
        const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return await answer.Body?.transformToByteArray();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
    async size(key) {
      try {
        return (await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))).ContentLength;
      } catch (error) {
        if (error instanceof NotFound) return undefined;
        throw error;
      }
    },
    link: (key, { seconds = 300, fileName } = {}) =>
      getSignedUrl(
        client,
        new GetObjectCommand({
          Bucket: bucket,
          Key: key,
          ...(fileName && { ResponseContentDisposition: `attachment; filename="${fileName}"` }),
        }),
        { expiresIn: seconds },
      ),
  };
}
