import { slice } from '../../../../shared/http/served.ts';
import { invitationsOperations } from '../../invitations/handlers.ts';
import { invitationsRoutes } from '../../invitations/routes.ts';

export const answers = slice(invitationsRoutes, invitationsOperations);
