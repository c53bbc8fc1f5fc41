import { readSource } from './imports.ts';

/** A line of the glossary: its id, whether no test is said to prove it yet, and what it says. */
export interface Requirement {
  readonly id: string;
  readonly isOpen: boolean;
  readonly text: string;
}

export const glossary = 'functions/REQUIREMENTS.md';

export const requirementsIn = (page: string): readonly Requirement[] =>
  [...page.matchAll(/^- ([A-Z]{3}-\d+)( \*\(open\)\*)?: (.+)$/gm)].map(([, id, open, text]) => ({
    id: id!,
    isOpen: open !== undefined,
    text: text!,
  }));

export const requirements = requirementsIn(readSource(glossary));

/** A test that names another id names none. */
export const requirementIds: readonly string[] = requirements.map(({ id }) => id);

const chapters = [...new Set(requirementIds.map((id) => id.slice(0, 3)))];

export const requirementPattern = new RegExp(`\\b(?:${chapters.join('|')})-\\d+\\b`, 'g');
