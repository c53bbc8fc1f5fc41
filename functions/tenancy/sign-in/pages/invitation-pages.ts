import { type SupportFacts, supportPart } from '../../../../shared/pages/message-page.ts';
import { countryNamed } from '../../../../shared/pages/spoken.ts';
import { INVITATION_FOOT, type Page, template } from '../../../../shared/pages/template.ts';
import type { CustomerInvitationType } from '../../invitations/index.ts';

/** Who asks, by what the program knows of it: the partner cannot choose these. */
export interface PartnerFacts {
  readonly partnerName: string;
  readonly domain: string;
  readonly country: string;
}
export interface InvitationFacts {
  readonly partner: PartnerFacts;
  readonly type: CustomerInvitationType;
  readonly support: SupportFacts;
  readonly signInPath: string;
}

/** Up to two letters for a company's mark. */
export const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .filter((word) => /^[\p{L}\p{N}]/u.test(word))
    .slice(0, 2)
    .map((word) => [...word][0]!.toUpperCase())
    .join('') || '?';

const party = template<PartnerFacts & { initials: string }>(`
<div class="party">
<span class="mark" aria-hidden="true"><%= it.initials %></span>
<div><p class="name"><%~ it.br(it.partnerName) %></p><p class="quiet small"><%= it.country %><br><%~ it.br(it.domain) %></p></div>
</div>`);

/** What accepting means, in the same words before and after the sign-in. */
const grants = template<{ isReseller: boolean; partnerName: string }>(`
<ul class="list">
<% if (it.isReseller) { %><li><span><strong>Cloud reseller</strong> <%~ it.br(it.partnerName) %> may sell you cloud services and bill you for them.</span></li><% } %>
<li><span><strong>Delegated administration</strong> <%~ it.br(it.partnerName) %> may administer your users, domains and services, and open support requests for you.</span></li>
</ul>
<h2>What stays as it is</h2>
<ul class="list not">
<li><span>Your subscriptions, and whoever sold them to you.</span></li>
<li><span>Your other partners and their rights.</span></li>
<li><span>Your control: you can take the administration away at any time.</span></li>
</ul>`);

const invitation = template<{ heading: string; party: string; grants: string; support: string; signInPath: string }>(`
<%~ it.party %>
<h1><%~ it.br(it.heading) %></h1>
<p class="lead quiet">Nothing changes before you have signed in and agreed.</p>
<h2>What you would agree to</h2>
<%~ it.grants %>
<div class="actions"><a class="button" href="<%= it.signInPath %>">Sign in to answer</a></div>
<p class="note small">Sign in as a global administrator of your organization. Other users cannot accept. If you do not want this, close the page.</p>
<%~ it.support %>`);

const headingOf = (partnerName: string, type: CustomerInvitationType): string =>
  type === 'reseller-invitation'
    ? `${partnerName} asks to be your cloud reseller`
    : `${partnerName} asks to administer your services`;

const partyPart = (partner: PartnerFacts): string =>
  party({ ...partner, country: countryNamed(partner.country), initials: initialsOf(partner.partnerName) });

/** The landing page of an invitation: who asks for what (REL-1). */
export function invitationPage({ partner, type, support: contact, signInPath }: InvitationFacts): Page {
  const { partnerName } = partner;
  const heading = headingOf(partnerName, type);
  const parts = {
    party: partyPart(partner),
    grants: grants({ isReseller: type === 'reseller-invitation', partnerName }),
    support: supportPart(partnerName, contact),
  };
  return { title: heading, main: invitation({ heading, signInPath, ...parts }), foot: INVITATION_FOOT };
}

export interface AgreementLink {
  readonly title: string;
  readonly address: string;
}
export interface ConfirmFacts extends Omit<InvitationFacts, 'signInPath'> {
  readonly organization: string;
  readonly domain: string;
  readonly userName: string;
  /** Agreements under which services are sold to this customer; none where nothing is sold. */
  readonly agreements: readonly AgreementLink[];
  readonly csrf: string;
  readonly actionPath: string;
  readonly otherAccountPath: string;
}

/** Name and value of the button that declines: the form of the page is the same. */
export const DECLINE = { name: 'answer', value: 'decline' } as const;

const confirm = template<ConfirmFacts & { heading: string; party: string; grants: string }>(`
<%~ it.party %>
<h1><%~ it.br(it.heading) %></h1>
<dl class="facts">
<div><dt>For</dt><dd><strong><%~ it.br(it.organization) %></strong><br><%~ it.br(it.domain) %></dd></div>
<div><dt>Signed in as</dt><dd><%~ it.br(it.userName) %><br><a href="<%= it.otherAccountPath %>">Use another account</a></dd></div>
</dl>
<h2>What you agree to</h2>
<%~ it.grants %>
<% if (it.agreements.length > 0) { %><h2>What services are sold under</h2>
<ul class="plain"><% it.agreements.forEach((agreement) => { %>
<li><a href="<%= agreement.address %>"><%= agreement.title %></a></li><% }) %>
</ul>
<p class="quiet small">Accepting the partner is not yet accepting the agreement: the partner asks you for that before the first order.</p><% } %>
<form method="post" action="<%= it.actionPath %>">
<input type="hidden" name="csrf" value="<%= it.csrf %>">
<div class="actions">
<button class="button" type="submit">Accept for <%~ it.br(it.organization) %></button>
<button class="button second" type="submit" name="${DECLINE.name}" value="${DECLINE.value}">Decline</button>
</div>
</form>
<p class="note small">Declining changes nothing for your organization, and signs you out of this page. The partner is not told.</p>`);

/** The page that names the organization and what is granted, before anything is (REL-2, REL-3). */
export function confirmPage(facts: ConfirmFacts): Page {
  const { type, organization, partner } = facts;
  const { partnerName } = partner;
  const heading = `Accept ${partnerName} for ${organization}?`;
  const parts = {
    party: partyPart(partner),
    grants: grants({ isReseller: type === 'reseller-invitation', partnerName }),
  };
  return { title: heading, main: confirm({ ...facts, ...parts, heading }), foot: INVITATION_FOOT };
}

export interface AnsweredFacts {
  readonly partnerName: string;
  readonly type: CustomerInvitationType;
  readonly support: SupportFacts;
  readonly organization: string;
}
export interface DoneFacts extends AnsweredFacts {
  /** It was accepted before this visit: there was nothing to ask. */
  readonly isBefore: boolean;
  /** Where the program says how the administration is taken back. */
  readonly howToEnd: string;
}

const done = template<DoneFacts & { support: string }>(`
<div class="party"><span class="mark good" aria-hidden="true">&#10003;</span><p class="name"><%~ it.br(it.organization) %></p></div>
<h1><%= it.isBefore ? 'Already accepted' : 'Accepted' %></h1>
<p class="lead"><% if (it.type === 'reseller-invitation') { %><%~ it.br(it.partnerName) %> is <%= it.isBefore ? '' : 'now ' %>a cloud reseller of <%~ it.br(it.organization) %>, and may administer your services.<% } else { %><%~ it.br(it.partnerName) %> may <%= it.isBefore ? '' : 'now ' %>administer the services of <%~ it.br(it.organization) %>.<% } %></p>
<% if (it.isBefore) { %><p>There is nothing to answer: nothing has changed now.</p><% } %>
<p>A global administrator of <%~ it.br(it.organization) %> can take the administration away at any time. <a href="<%= it.howToEnd %>">How to take it away</a></p>
<%~ it.support %>`);

/** The page after the acceptance (REL-3). */
export const donePage = (facts: DoneFacts): Page => ({
  title: `${facts.partnerName} ${facts.isBefore ? 'already accepted' : 'accepted'}`,
  main: done({ ...facts, support: supportPart(facts.partnerName, facts.support) }),
  foot: 'You can close this page.',
});

const declined = template<AnsweredFacts & { support: string; invitationPath: string }>(`
<div class="party"><span class="mark none" aria-hidden="true">&#8211;</span><p class="name"><%~ it.br(it.organization) %></p></div>
<h1>Declined</h1>
<p class="lead">Nothing has changed for <%~ it.br(it.organization) %>, and you are signed out of this page.</p>
<p>The program does not keep your answer, nor tell it to <%~ it.br(it.partnerName) %>: tell them yourself if they should not ask again. Should you change your mind, <a href="<%= it.invitationPath %>">open the invitation again</a>.</p>
<%~ it.support %>`);

/** The page after declining: nothing was written, and the page's session has ended (REL-1, REL-3). */
export const declinedPage = (facts: AnsweredFacts & { invitationPath: string }): Page => ({
  title: `${facts.partnerName} declined`,
  main: declined({ ...facts, support: supportPart(facts.partnerName, facts.support) }),
  foot: 'You can close this page.',
});
