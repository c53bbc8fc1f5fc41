import * as z from 'zod';
import { code } from '../../../shared/contracts/text.ts';

export const LanguageTag = code(
  z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z]{2,8}){0,3}$/, 'must be a language such as en-US or en'),
).transform((culture) => {
  const [language, ...rest] = culture.split('-');
  return [language!.toLowerCase(), ...rest.map((part) => (part.length === 2 ? part.toUpperCase() : part))].join('-');
});
