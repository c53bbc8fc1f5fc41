import { describe, expect, it } from 'vitest';
import { codeText, recordOf } from '../../../shared/contracts/text.ts';

describe('API-3: members that a caller names', () => {
  const Translations = recordOf(5, codeText(20), 2);

  it.each`
    given                                    | isTaken  | because
    ${{}}                                    | ${true}  | ${'none need be there'}
    ${{ 'de-DE': 'Stift', fr: 'stylo' }}     | ${true}  | ${'names are of 1 to 5 characters'}
    ${{ '': 'Stift' }}                       | ${false} | ${'nothing can be kept under no name'}
    ${{ 'de-DE-x': 'Stift' }}                | ${false} | ${'a name is too long'}
    ${{ dé: 'Stift' }}                       | ${false} | ${'a name is no code'}
    ${{ de: 'Stift', fr: 'stylo', en: 'p' }} | ${false} | ${'they are too many'}
  `('$given: $isTaken, because $because', ({ given, isTaken }) => {
    expect(Translations.safeParse(given).success).toBe(isTaken);
  });
});
