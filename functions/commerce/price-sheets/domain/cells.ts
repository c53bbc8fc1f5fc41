import { addDays, addSeconds, type Day, type Instant, startOfDay } from '../../../../shared/kernel/time.ts';

/** Every cell in quotes, rows ended by CRLF, as the public files are. */
export const quotedRow = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`;

/** What a price sheet has for "no end". */
const OPEN_END = '12/31/9999 11:59:59 PM';

/** `2/1/2019 12:00:00 AM`, in UTC. */
export function instantCell(at: Instant | undefined): string {
  if (at === undefined) return OPEN_END;
  const [year, month, dayOfMonth, hour, minute, second] = at.match(/\d+/g)!;
  const hours = Number(hour);
  return `${Number(month)}/${Number(dayOfMonth)}/${year} ${hours % 12 || 12}:${minute}:${second} ${hours < 12 ? 'AM' : 'PM'}`;
}

/** The first or the last second of a day. */
export const dayCell = (on: Day | undefined, at: 'start' | 'end' = 'start'): string =>
  instantCell(on && (at === 'start' ? startOfDay(on) : addSeconds(startOfDay(addDays(on, 1)), -1)));
