import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Order } from '../domain/order.ts';

export const orderItem = storedKind<Order>({ kind: 'order', shape: 1, upgrades: [] });
