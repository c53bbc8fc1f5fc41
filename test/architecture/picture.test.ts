import { expect, test } from 'vitest';
import { allImports, readSource } from './imports.ts';
import { LIFE_MARKS, LIFE_PAGE, lifePicture, PAGE, picture, withPicture } from './picture.ts';

test('the picture of the slices is what their order and their imports say', () => {
  const page = readSource(PAGE);
  expect(page, 'draw it anew with: npm run picture').toBe(withPicture(page, picture(allImports())));
});

test('SUB-4: the picture of the life of a subscription is what its table says', () => {
  const page = readSource(LIFE_PAGE);
  expect(page, 'draw it anew with: npm run picture').toBe(withPicture(page, lifePicture(), LIFE_MARKS));
});

test('it shows who opens whose door, and who knows rules alone', () => {
  const from = (slice: string, ...targets: string[]) =>
    [
      `functions/a/${slice}/operations/x.ts`,
      targets.map((target) => ({ target: `functions/a/${target}`, typeOnly: false })),
    ] as const;
  const imports = new Map([
    from('top', 'mid/index.ts', 'mid/domain/y.ts', 'low/domain/y.ts', 'top/store/z.ts'),
    from('mid', 'mid/index.ts'),
  ]);
  expect(picture(imports, { a: ['low', 'mid', 'top'], empty: [] })).toBe(
    ['```text', 'a    low  mid', 'top   ○    ●', 'mid', 'low', '```'].join('\n'),
  );
});

test('a page without its marks is not written', () => {
  expect(() => withPicture('# Slices', '…')).toThrow('no marks');
});
