import { randomBytes, randomInt } from 'node:crypto';
import type { Chance } from '../people/operations/dependencies.ts';

/** Kinds of characters that issuers ask for; without those that look alike. */
const KINDS = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '!#%+-=?@'] as const;
const PASSWORD_LENGTH = 18;

const pick = (characters: string): string => characters[randomInt(characters.length)]!;

/** Values from the operating system's generator. */
export const systemChance: Chance = {
  password() {
    const all = KINDS.join('');
    const letters = [...KINDS.map(pick), ...Array.from({ length: PASSWORD_LENGTH - KINDS.length }, () => pick(all))];
    for (let place = letters.length - 1; place > 0; place -= 1) {
      const other = randomInt(place + 1);
      [letters[place], letters[other]] = [letters[other]!, letters[place]!];
    }
    return letters.join('');
  },
  secret: () => randomBytes(32).toString('base64url'),
};
