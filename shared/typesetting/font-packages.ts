/**
 * The fonts of statements: Noto, in pieces of a script or of some hundred characters, as Fontsource packs it. The bundle
 * of the function that writes statements has these packages beside its code.
 */
export interface FontFamily {
  readonly package: string;
  /** It has every weight in one file, to be chosen when opened; others have a file a weight. */
  readonly isVariable?: true;
}

const family = (name: string): FontFamily => ({ package: `@fontsource/${name}` });
const variableFamily = (name: string): FontFamily => ({ package: `@fontsource-variable/${name}`, isVariable: true });

/** Scripts with letters of their own; Latin, Greek and Cyrillic are in the first. */
export const alphabets: readonly FontFamily[] = [
  family('noto-sans'),
  family('noto-sans-hebrew'),
  family('noto-sans-arabic'),
  family('noto-sans-thai'),
  family('noto-sans-armenian'),
  family('noto-sans-georgian'),
];

/** The four ways to write Han characters: each market reads its own shapes. */
export const han = {
  jp: variableFamily('noto-sans-jp'),
  sc: variableFamily('noto-sans-sc'),
  tc: variableFamily('noto-sans-tc'),
  kr: variableFamily('noto-sans-kr'),
} as const;

export const symbols: readonly FontFamily[] = [family('noto-emoji')];

/** Every family. */
export const fontFamilies: readonly FontFamily[] = [...alphabets, ...Object.values(han), ...symbols];

export const WEIGHTS = [400, 700] as const;
export type Weight = (typeof WEIGHTS)[number];

/** File of a piece: `files/noto-sans-greek-400-normal.woff2`. */
export const fontFile = ({ package: name, isVariable }: FontFamily, piece: string, weight: Weight): string =>
  `files/${name.split('/')[1]}-${piece.replace(/[[\]]/g, '')}-${isVariable ? 'wght' : weight}-normal.woff2`;
