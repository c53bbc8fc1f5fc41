import { storedFile } from '../../../../shared/dynamo/stored-kind.ts';
import type { SumsTexts } from './part-item.ts';

/** Sums by offer of a part that has lines of too many offers to say so in its item. */
export const partSumsFile = storedFile<{ readonly byOffer: SumsTexts }>({ kind: 'partSums', shape: 1, upgrades: [] });
