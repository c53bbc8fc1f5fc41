/** How pages say what the program keeps as codes: in English, by CLDR, which comes with Node. */

const made = new Map<string, Intl.DisplayNames>();

function nameOf(type: 'region' | 'language', code: string): string {
  const names = made.get(type) ?? new Intl.DisplayNames(['en'], { type, fallback: 'code' });
  made.set(type, names);
  return names.of(code) ?? code;
}

/** `Germany`; what CLDR does not know stays a code. */
export const countryNamed = (country: string): string => nameOf('region', country);
/** `German (Germany)` */
export const languageNamed = (culture: string): string => nameOf('language', culture);

let days: Intl.DateTimeFormat | undefined;

/** `November 2, 2026`, in UTC. */
export function dayNamed(at: string): string {
  days ??= new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });
  return days.format(new Date(at));
}
