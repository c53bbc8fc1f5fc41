/** How many requirements each chapter has: `SUB-9` is the last of SUB. A test that names another id names none. */
const chapters = {
  PRG: 12,
  ROL: 4,
  CUS: 6,
  AGR: 2,
  REL: 10,
  DAP: 4,
  CAT: 7,
  ORD: 8,
  SUB: 9,
  USG: 4,
  BIL: 12,
  SUP: 8,
  NOT: 4,
  API: 3,
  OPS: 3,
} as const;

export const requirementIds: readonly string[] = Object.entries(chapters).flatMap(([chapter, count]) =>
  Array.from({ length: count }, (_, index) => `${chapter}-${index + 1}`),
);

export const requirementPattern = new RegExp(`\\b(?:${Object.keys(chapters).join('|')})-\\d+\\b`, 'g');
