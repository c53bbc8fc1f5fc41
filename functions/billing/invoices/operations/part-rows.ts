import { csvRecords } from '../../../../shared/kernel/csv.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import type { PartFile } from '../store/part-item.ts';
import type { InvoicesDeps } from './dependencies.ts';
import { inflated } from './documents/part-texts.ts';

type Files = Pick<InvoicesDeps, 'files'>;

/** The text of a part's object. */
export async function textOfPart(key: string, { files }: Files): Promise<string> {
  const bytes = await files.get(key);
  invariant(bytes, 'the objects of a part are stored');
  return inflated(bytes);
}

/** Some rows of a part's file as cells, as they stand in the file. */
export const rowsOfFile = async (
  { key }: PartFile,
  { from, to }: { readonly from: number; readonly to: number },
  deps: Files,
): Promise<string[][]> => csvRecords(await textOfPart(key, deps), to).slice(from);
