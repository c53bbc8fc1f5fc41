import { InvokeCommand } from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, GetObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { failuresParameter } from '../settings.ts';
import { type Failure, type Recovered, type Recovery, takeBackAll } from './recovery.ts';

/** `npm run recover -- events`: publishes again what could not be published, from the bucket of failures. */
export const recoverEvents = (recovery: Recovery): Promise<Recovered> => takeBackAll(unpublished(recovery), recovery);

/** As Lambda writes it for a stream: all that the function was given is in it, as text. */
interface FailedBatch {
  readonly requestContext: { readonly functionArn: string };
  readonly payload: string;
}

/** Oldest first, so that events of one aggregate keep their order. */
async function* unpublished({ name, clients: { s3, ssm, lambda } }: Recovery): AsyncGenerator<Failure> {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: failuresParameter({ name }) }));
  const Bucket = Parameter?.Value ?? '';
  const keys: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket }))
    keys.push(...Contents.map(({ Key }) => Key ?? ''));
  const dated = (key: string): string => key.split('/').at(-1) ?? '';
  for (const Key of keys.sort((left, right) => (dated(left) < dated(right) ? -1 : 1)))
    yield {
      name: `events ${Key}`,
      async takeBack() {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        const { requestContext, payload } = JSON.parse((await Body?.transformToString()) ?? '') as FailedBatch;
        const answer = await lambda.send(
          new InvokeCommand({ FunctionName: requestContext.functionArn, Payload: Buffer.from(payload) }),
        );
        const text = Buffer.from(answer.Payload ?? []).toString('utf8');
        if (answer.FunctionError !== undefined) throw new Error(text);
        const { batchItemFailures = [] } = JSON.parse(text) as { batchItemFailures?: readonly unknown[] };
        if (batchItemFailures.length > 0) throw new Error('the function reported records of it as failed again');
      },
      forget: () => s3.send(new DeleteObjectCommand({ Bucket, Key })),
    };
}
