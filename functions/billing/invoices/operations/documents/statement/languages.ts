import type { StatementTexts } from './statement-texts.ts';
import { de } from './texts-de.ts';
import { en } from './texts-en.ts';
import { fr } from './texts-fr.ts';
import { ja } from './texts-ja.ts';

/** Languages of statements. */
export const LANGUAGES = { en, de, fr, ja } as const satisfies Readonly<Record<string, StatementTexts>>;
export type Language = keyof typeof LANGUAGES;

/** The language of a culture, `ll-CC`; English where it is none of ours, or nobody said one. */
export function languageOf(culture: string | undefined): Language {
  const language = culture?.slice(0, 2).toLowerCase() ?? '';
  return Object.hasOwn(LANGUAGES, language) ? (language as Language) : 'en';
}

/** A text with its places filled. */
export const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (place, name: string) => (name in values ? String(values[name]) : place));
