import { addDays, type Day } from '../../../../../shared/kernel/time.ts';

const REMEMBERED_MAX = 5000;

/** A run asks for the same few texts again and again. */
export function remembering<K extends string>(make: (key: K) => string): (key: K) => string {
  const known = new Map<K, string>();
  return (key) => {
    let text = known.get(key);
    if (text === undefined) {
      if (known.size >= REMEMBERED_MAX) known.clear();
      text = make(key);
      known.set(key, text);
    }
    return text;
  };
}

// --- dates: `M/d/yyyy H:mm`, first and last minute -------------------------------------------------------------------

const usDate = (on: Day): string => `${+on.slice(5, 7)}/${+on.slice(8, 10)}/${on.slice(0, 4)}`;
export const firstMoment = remembering((on: Day): string => `${usDate(on)} 0:00`);
/** Of a half-open interval: the last minute of the day before its end. */
export const lastMoment = remembering((end: Day): string => `${usDate(addDays(end, -1))} 23:59`);

/** `1/13/2018 0:00` and `1/12/2019 23:59` as days. */
export function dayOfMoment(text: string): Day {
  const [month, date, year] = text.split(' ')[0]!.split('/') as [string, string, string];
  return `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}` as Day;
}
