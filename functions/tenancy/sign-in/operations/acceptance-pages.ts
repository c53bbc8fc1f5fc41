import type { Call, Operation } from '../../../../shared/http/call.ts';
import type { AccountRecord, CallerRecord } from '../../../../shared/identity/access.ts';
import { ok, type Result } from '../../../../shared/kernel/result.ts';
import { messagePage } from '../../../../shared/pages/message-page.ts';
import { pageReply, redirectReply } from '../../../../shared/pages/page-reply.ts';
import { agreementStore, agreementTitle, agreementUrl, templatesInEffect } from '../../agreements/index.ts';
import { customerStore } from '../../customers/index.ts';
import {
  type Accepter,
  acceptInvitationFor,
  actorOfPerson,
  type FoundInvitation,
  findInvitation,
  isAccepted,
  mayAccept,
  noInvitation,
} from '../../invitations/index.ts';
import {
  type AgreementLink,
  type AnsweredFacts,
  confirmPage,
  DECLINE,
  declinedPage,
  donePage,
} from '../pages/invitation-pages.ts';
import { refusalMessage } from '../pages/refusal-pages.ts';
import type { signInRoutes } from '../routes.ts';
import type { Deps } from './dependencies.ts';
import { invitationPath, partnerFacts } from './show-invitation.ts';
import { csrfToken, endedSession, isCsrfToken, readSession, type SignInSession } from './sign-in-session.ts';

type Routes = typeof signInRoutes;
type PageCall = Pick<Call<Routes['showAcceptance']>, 'path' | 'cookies' | 'at' | 'root'>;
type Page<S extends number> = ReturnType<typeof pageReply<S>>;
type Redirect = ReturnType<typeof redirectReply<303>>;

/** The signed-in person on the page of an invitation. */
interface Visit {
  readonly session: SignInSession;
  readonly found: FoundInvitation;
  readonly user: CallerRecord;
  readonly account: AccountRecord;
}

/** Who is here, for which invitation? Otherwise the answer that leads back to the beginning. */
async function visitOf(call: PageCall, deps: Deps): Promise<Result<Visit, Page<404> | Redirect>> {
  const found = await findInvitation(call.path.token, deps);
  if (!found) return refused(pageReply(404, messagePage(noInvitation), call, deps));
  const session = readSession(call.path.token, call, deps);
  const start = () => refused(redirectReply(303, invitationPath(call.path.token), call));
  if (session?.invitation !== call.path.token) return start();
  const [user, account] = await Promise.all([
    deps.records.caller(session.tenantId, session.userId),
    deps.records.account(session.tenantId),
  ]);
  const isLive = user?.isActive && (user.sessions ?? 0) === session.sessions;
  return isLive && account ? ok({ session, found, user, account }) : start();
}

const refused = (refusal: Page<404> | Redirect) => ({ ok: false, refusal }) as const;

const accepterOf = ({ session, user, account }: Visit): Accepter => ({
  tenantId: session.tenantId,
  roles: new Set(user.roles),
  account,
});

const otherAccountPath = (token: string): string => invitationPath(token, '/sign-in?other=1');

const refusalPage = (name: string, { found, account, user }: Visit, call: PageCall, deps: Deps): Page<403> =>
  pageReply(
    403,
    messagePage(
      refusalMessage(name, {
        partnerName: found.partner.companyName,
        organization: account.name,
        userName: user.userPrincipalName ?? user.displayName,
        contact: found.partner.profiles.support,
        otherAccountPath: otherAccountPath(call.path.token),
      }),
    ),
    call,
    deps,
  );

/**
 * Names the organization and what is granted, and asks; or says why this person cannot accept (REL-2, REL-3). Whoever
 * comes back after accepting reads that it is done, and is not asked again.
 */
export const showAcceptance: Operation<Routes['showAcceptance'], Deps> = async (call, deps) => {
  const visited = await visitOf(call, deps);
  if (!visited.ok) return visited.refusal;
  const { found, account, user, session } = visited.value;
  const may = await mayAccept(found, accepterOf(visited.value), call.at, deps);
  if (!may.ok) return refusalPage(may.refusal.name, visited.value, call, deps);
  if (await isAccepted(found, session.tenantId, call.at, deps))
    return acceptedPage(visited.value, { isBefore: true }, call, deps);
  const page = confirmPage({
    partner: partnerFacts(found.partner),
    type: found.invitation.type,
    support: found.partner.profiles.support,
    organization: account.name,
    domain: account.domain,
    userName: user.userPrincipalName ?? user.displayName,
    agreements: await agreementsOf(visited.value, call, deps),
    csrf: csrfToken(session, deps),
    actionPath: invitationPath(call.path.token, '/acceptance'),
    otherAccountPath: otherAccountPath(call.path.token),
  });
  return pageReply(200, page, call, deps);
};

/** The form of the page before: declines, or accepts, once the form proves that it came from that page (REL-2, REL-3). */
export const submitAcceptance: Operation<Routes['submitAcceptance'], Deps> = async (call, deps) => {
  const visited = await visitOf(call, deps);
  if (!visited.ok) return visited.refusal;
  const form = new URLSearchParams(call.file?.text ?? '');
  if (!isCsrfToken(form.get('csrf') ?? '', visited.value.session, deps))
    return redirectReply(303, invitationPath(call.path.token), call);
  if (form.get(DECLINE.name) === DECLINE.value) return declinedReply(visited.value, call, deps);
  const accepter = accepterOf(visited.value);
  const cause = { ...call.cause, actor: actorOfPerson(visited.value.session) };
  const accepted = await acceptInvitationFor(call.path.token, accepter, { at: call.at, cause }, deps);
  if (!accepted.ok) return refusalPage(accepted.refusal.name, visited.value, call, deps);
  return redirectReply(303, invitationPath(call.path.token, '/accepted'), call);
};

/** Says what was accepted, as long as it is so; otherwise leads back to the question (REL-3). */
export const showAccepted: Operation<Routes['showAccepted'], Deps> = async (call, deps) => {
  const visited = await visitOf(call, deps);
  if (!visited.ok) return visited.refusal;
  const { found, session } = visited.value;
  if (!(await isAccepted(found, session.tenantId, call.at, deps)))
    return redirectReply(303, invitationPath(call.path.token, '/acceptance'), call);
  return acceptedPage(visited.value, { isBefore: false }, call, deps);
};

const answeredFacts = ({ found, account }: Visit): AnsweredFacts => ({
  partnerName: found.partner.companyName,
  type: found.invitation.type,
  support: found.partner.profiles.support,
  organization: account.name,
});

/** How a partner's administration is taken away: that operation in the program's reference. */
const HOW_TO_END = '/docs#removeMyPartnerPrivileges';

const acceptedPage = (visit: Visit, { isBefore }: { isBefore: boolean }, call: PageCall, deps: Deps): Page<200> =>
  pageReply(200, donePage({ ...answeredFacts(visit), isBefore, howToEnd: call.root + HOW_TO_END }), call, deps);

/**
 * Declining writes nothing, for an invitation is nobody's in particular (REL-1): no customer is entered in it, and none
 * taken out. What ends is the session, so that nobody accepts at this browser after that.
 */
const declinedReply = (visit: Visit, call: PageCall, deps: Deps): Page<200> => {
  const again = invitationPath(call.path.token);
  const setCookies = [endedSession(call.path.token, call.root)];
  return pageReply(
    200,
    declinedPage({ ...answeredFacts(visit), invitationPath: again }),
    { ...call, setCookies },
    deps,
  );
};

/** The agreements in effect, in the customer's country and language; an advisor sells nothing (REL-8). */
async function agreementsOf(
  { found, account }: Visit,
  { at, root }: PageCall,
  { table }: Deps,
): Promise<AgreementLink[]> {
  if (found.invitation.type !== 'reseller-invitation') return [];
  const [templates, customer] = await Promise.all([
    agreementStore(table).list(),
    customerStore(table).load(account.tenantId),
  ]);
  const place = new URLSearchParams({
    country: account.country,
    ...(customer && { language: customer.billing.culture }),
  });
  return templatesInEffect(templates, at).map((template) => ({
    title: agreementTitle(template),
    address: template.agreementLink ?? `${agreementUrl(root, template.templateId)}?${place}`,
  }));
}
