import { showAcceptance, showAccepted, submitAcceptance } from './operations/acceptance-pages.ts';
import { authorize, authorizeV2 } from './operations/authorize.ts';
import { showPasswordChoice, submitChosenPassword } from './operations/choose-password.ts';
import { completeSignIn } from './operations/complete-sign-in.ts';
import {
  discoverInstance,
  listSigningKeys,
  viewOpenidConfiguration,
  viewOpenidConfigurationV2,
} from './operations/discover-authority.ts';
import { issueToken, issueTokenV2 } from './operations/issue-token.ts';
import { showPasswordForm, submitPassword } from './operations/password-pages.ts';
import { showInvitation } from './operations/show-invitation.ts';
import { showStyle } from './operations/show-style.ts';
import { startInvitationSignIn } from './operations/start-invitation-sign-in.ts';

/** What answers each route of the slice. */
export const signInOperations = {
  issueToken,
  issueTokenV2,
  authorize,
  authorizeV2,
  discoverInstance,
  viewOpenidConfiguration,
  viewOpenidConfigurationV2,
  listSigningKeys,
  showInvitation,
  startInvitationSignIn,
  completeSignIn,
  showAcceptance,
  submitAcceptance,
  showAccepted,
  showPasswordForm,
  submitPassword,
  showPasswordChoice,
  submitChosenPassword,
  showStyle,
} as const;
