import * as z from 'zod';
import type { Cursor } from '../../../../shared/dynamo/table.ts';

/** Callers may make tokens up: what comes back is checked like any input. */
const PlaceText = z.object({ sk: z.string().min(1).max(200), lines: z.coerce.number().int().min(0) });

/** Where a page goes on: behind so many lines of a subscription. */
export interface Place {
  readonly sk: string;
  readonly lines: number;
}

export const isPlace = (place: Cursor | undefined): boolean =>
  place === undefined || PlaceText.safeParse(place).success;
export const readPlace = (place: Cursor): Place => PlaceText.parse(place);
export const toCursor = ({ sk, lines }: Place): Cursor => ({ sk, lines: String(lines) });
