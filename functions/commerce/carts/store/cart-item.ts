import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Cart } from '../domain/cart.ts';

export const cartItem = storedKind<Cart>({ kind: 'cart', shape: 1, upgrades: [] });
