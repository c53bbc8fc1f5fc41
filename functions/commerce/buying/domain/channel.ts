import { DIRECT_CHANNEL } from '../../../../shared/kernel/ids.ts';

/** A channel is who sells: a partner, by its id, or the program itself. */
export const isDirect = ({ partnerId }: { readonly partnerId: string }): boolean => partnerId === DIRECT_CHANNEL;

/** A customer that buys direct pays the list price (CUS-4): what the program takes from it is what a partner would pay here. */
export const atListPrice = <P extends { readonly list: string; readonly wholesale: string }>(price: P): P => ({
  ...price,
  wholesale: price.list,
});
