import type { InvitationKind } from '../domain/invitation.ts';
import { htmlPage, template } from './template.ts';

export interface SupportFacts {
  readonly email?: string;
  readonly telephone?: string;
  readonly website?: string;
}
export interface InvitationFacts {
  readonly partnerName: string;
  readonly kind: InvitationKind;
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

/** Only web addresses become links. */
const webLink = (website: string): string | undefined => {
  const text = /^https?:\/\//i.test(website) ? website : `https://${website}`;
  return URL.canParse(text) ? new URL(text).href : undefined;
};
const telLink = (telephone: string): string => `tel:${telephone.replace(/[^\d+]/g, '')}`;

const party = template<{ name: string; line: string; initials: string }>(`
<div class="party">
<span class="mark" aria-hidden="true"><%= it.initials %></span>
<div><p class="name"><%= it.name %></p><p class="quiet small"><%= it.line %></p></div>
</div>`);

const support = template<{ partnerName: string; contact: SupportFacts; web: string | undefined; tel: string }>(`
<% if (it.contact.email || it.contact.telephone || it.contact.website) { %>
<h2>Support contact of <%= it.partnerName %></h2>
<dl class="facts">
<% if (it.contact.email) { %><div><dt>Mail</dt><dd><a href="mailto:<%= encodeURIComponent(it.contact.email).replace('%40', '@') %>"><%= it.contact.email %></a></dd></div><% } %>
<% if (it.contact.telephone) { %><div><dt>Phone</dt><dd><a href="<%= it.tel %>"><%= it.contact.telephone %></a></dd></div><% } %>
<% if (it.contact.website) { %><div><dt>Website</dt><dd><% if (it.web) { %><a href="<%= it.web %>" rel="noreferrer"><%= it.contact.website %></a><% } else { %><%= it.contact.website %><% } %></dd></div><% } %>
</dl>
<% } %>`);

const supportPart = (partnerName: string, contact: SupportFacts): string =>
  support({
    partnerName,
    contact,
    web: contact.website === undefined ? undefined : webLink(contact.website),
    tel: telLink(contact.telephone ?? ''),
  });

/** What accepting means, in the same words before and after the sign-in. */
const grants = template<{ isReseller: boolean; partnerName: string }>(`
<ul class="list">
<% if (it.isReseller) { %><li><span><strong>Cloud reseller</strong> <%= it.partnerName %> may sell you cloud services and bill you for them.</span></li><% } %>
<li><span><strong>Delegated administration</strong> <%= it.partnerName %> may administer your users, domains and services, and open support requests for you.</span></li>
</ul>
<h2>What stays as it is</h2>
<ul class="list not">
<li><span>Your subscriptions, and whoever sold them to you.</span></li>
<li><span>Your other partners and their rights.</span></li>
<li><span>Your control: you can take the administration away at any time.</span></li>
</ul>`);

const invitation = template<{ heading: string; party: string; grants: string; support: string; signInPath: string }>(`
<%~ it.party %>
<h1><%= it.heading %></h1>
<p class="lead quiet">Nothing changes before you have signed in and agreed.</p>
<h2>What you would agree to</h2>
<%~ it.grants %>
<div class="actions"><a class="button" href="<%= it.signInPath %>">Sign in to answer</a></div>
<p class="note small">Sign in as a global administrator of your organization. Other users cannot accept.</p>
<%~ it.support %>`);

const headingOf = ({ partnerName, kind }: Pick<InvitationFacts, 'partnerName' | 'kind'>): string =>
  kind === 'reseller-invitation'
    ? `${partnerName} asks to be your cloud reseller`
    : `${partnerName} asks to administer your services`;

const partyPart = (partnerName: string, line = 'Partner of the program'): string =>
  party({ name: partnerName, line, initials: initialsOf(partnerName) });

/** The landing page of an invitation: who asks for what (REL-1). */
export function invitationPage(facts: InvitationFacts): string {
  const { partnerName, kind, signInPath } = facts;
  const main = invitation({
    heading: headingOf(facts),
    party: partyPart(partnerName),
    grants: grants({ isReseller: kind === 'reseller-invitation', partnerName }),
    support: supportPart(partnerName, facts.support),
    signInPath,
  });
  return htmlPage({ title: headingOf(facts), main });
}

export interface ConfirmFacts extends Omit<InvitationFacts, 'signInPath'> {
  readonly organization: string;
  readonly domain: string;
  readonly userName: string;
  readonly csrf: string;
  readonly actionPath: string;
  readonly otherAccountPath: string;
}

const confirm = template<ConfirmFacts & { heading: string; party: string; grants: string }>(`
<%~ it.party %>
<h1><%= it.heading %></h1>
<dl class="facts">
<div><dt>For</dt><dd><strong><%= it.organization %></strong> (<%= it.domain %>)</dd></div>
<div><dt>Signed in as</dt><dd><%= it.userName %></dd></div>
</dl>
<h2>What you agree to</h2>
<%~ it.grants %>
<form method="post" action="<%= it.actionPath %>">
<input type="hidden" name="csrf" value="<%= it.csrf %>">
<div class="actions">
<button class="button" type="submit">Accept for <%= it.organization %></button>
<a class="button second" href="<%= it.otherAccountPath %>">Use another account</a>
</div>
</form>
<p class="note small">If you do not want this, close the page. Nothing changes unless you accept.</p>`);

/** The page that names the organization and what is granted, before anything is (REL-2, REL-3). */
export function confirmPage(facts: ConfirmFacts): string {
  const { partnerName, kind, organization } = facts;
  const heading = `Accept ${partnerName} for ${organization}?`;
  const isReseller = kind === 'reseller-invitation';
  const line = isReseller ? 'Wants to be your cloud reseller' : 'Wants to administer your services';
  const parts = { party: partyPart(partnerName, line), grants: grants({ isReseller, partnerName }) };
  return htmlPage({ title: heading, main: confirm({ ...facts, ...parts, heading }) });
}

export interface DoneFacts extends Omit<InvitationFacts, 'signInPath'> {
  readonly organization: string;
}

const done = template<DoneFacts & { support: string }>(`
<div class="party"><span class="mark good" aria-hidden="true">&#10003;</span><p class="name"><%= it.organization %></p></div>
<h1>Accepted</h1>
<p class="lead"><% if (it.kind === 'reseller-invitation') { %><%= it.partnerName %> is now a cloud reseller of <%= it.organization %>, and may administer your services.<% } else { %><%= it.partnerName %> may now administer the services of <%= it.organization %>.<% } %></p>
<p>The program’s API lists your partners at <strong>/v1/my/partners</strong>. A global administrator of <%= it.organization %> can take the delegated administration back there at any time.</p>
<%~ it.support %>`);

/** The page after the acceptance (REL-3). */
export const donePage = (facts: DoneFacts): string =>
  htmlPage({
    title: `${facts.partnerName} accepted`,
    main: done({ ...facts, support: supportPart(facts.partnerName, facts.support) }),
    foot: 'You can close this page.',
  });

export interface MessageFacts {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly action?: { readonly text: string; readonly path: string };
  readonly support?: { readonly partnerName: string; readonly contact: SupportFacts };
}

const message = template<MessageFacts & { supportPart: string }>(`
<div class="party"><span class="mark warn" aria-hidden="true">!</span></div>
<h1><%= it.title %></h1>
<% it.paragraphs.forEach((paragraph, index) => { %><p<% if (index === 0) { %> class="lead"<% } %>><%= paragraph %></p><% }) %>
<% if (it.action) { %><div class="actions"><a class="button" href="<%= it.action.path %>"><%= it.action.text %></a></div><% } %>
<%~ it.supportPart %>`);

/** A page that says why something cannot be done, and what to do instead. */
export const messagePage = (facts: MessageFacts): string =>
  htmlPage({
    title: facts.title,
    main: message({
      ...facts,
      supportPart: facts.support ? supportPart(facts.support.partnerName, facts.support.contact) : '',
    }),
  });
