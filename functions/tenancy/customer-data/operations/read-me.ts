import { exportContributors } from '../../../../events/exports.ts';
import type { DataExport } from '../domain/data-export.ts';

/** What a file has, as the context told that wrote it. */
export interface FileSummary {
  readonly file: string;
  readonly about: string;
  readonly rows: number;
}

/** The text that says what is in which file of an archive, and what is in none. */
export function readMe({ customerId, exportId, scope, createdAt }: DataExport, files: readonly FileSummary[]): string {
  const nothing = Object.entries(exportContributors).flatMap(([context, what]) =>
    'nothing' in what ? [`${context}: ${what.nothing}`] : [],
  );
  return [
    `Export of the data of the organization ${customerId}`,
    `Asked for ${createdAt}, scope "${scope}", export ${exportId}.`,
    '',
    'Every file holds one JSON object a line (JSON Lines), in UTF-8. Dates and times are ISO 8601 in UTC. The last day of a',
    'term is the day before termEndOn.',
    '',
    'Files',
    ...(files.length === 0 ? ['  None: nothing is kept of what was asked for.'] : []),
    ...files.map(({ file, about, rows }) => `  ${file} (${rows} ${rows === 1 ? 'row' : 'rows'}): ${about}`),
    '',
    'What is in no file',
    ...nothing.map((line) => `  ${line}`),
    '  What partners keep about the organization for themselves: their invoices, prices that are not agreed with it, margins,',
    '  whom they bill, names and notes, carts, self-serve policies. That one was set is in the log, as everything that a partner does in the organization.',
    '  Secrets: passwords, and what stands for them.',
    '',
  ].join('\n');
}
