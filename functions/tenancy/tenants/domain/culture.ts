/** What the tables call a region and is no country. */
const NO_COUNTRIES: ReadonlySet<string> = new Set(['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ']);

const names = (type: 'language' | 'region') => new Intl.DisplayNames(['en'], { type, fallback: 'none' });
/** Names of CLDR, which comes with Node; made when the first culture is read. */
let known: Readonly<Record<'languages' | 'regions', Intl.DisplayNames>> | undefined;

/** True for `ll-CC` in any case where there are such a language and such a country (conventions 5). */
export function isCulture(text: string): boolean {
  const [, language, country] = /^([a-z]{2})-([a-z]{2})$/i.exec(text) ?? [];
  if (language === undefined || country === undefined) return false;
  known ??= { languages: names('language'), regions: names('region') };
  const code = country.toUpperCase();
  return (
    known.languages.of(language.toLowerCase()) !== undefined &&
    known.regions.of(code) !== undefined &&
    !NO_COUNTRIES.has(code)
  );
}
