import type { Operation } from '../../../../shared/http/call.ts';
import type { DirectDeps } from '../../direct/index.ts';
import type { OrdersDeps } from '../../orders/index.ts';
import type { movesRoutes } from '../routes.ts';

/** What the operations of moves work with. */
export type MovesDeps = DirectDeps & OrdersDeps;

export type MovesRoutes = typeof movesRoutes;
/** An operation of this slice, by its name in the route table. */
export type MovesOperation<Name extends keyof MovesRoutes> = Operation<MovesRoutes[Name], MovesDeps>;
