import { type Page, template } from './template.ts';

export interface SupportFacts {
  readonly email?: string;
  readonly telephone?: string;
  readonly website?: string;
}
/** Only web addresses become links. */
const webLink = (website: string): string | undefined => {
  const text = /^https?:\/\//i.test(website) ? website : `https://${website}`;
  return URL.canParse(text) ? new URL(text).href : undefined;
};
const telLink = (telephone: string): string => `tel:${telephone.replace(/[^\d+]/g, '')}`;

const support = template<{ partnerName: string; contact: SupportFacts; web: string | undefined; tel: string }>(`
<% if (it.contact.email || it.contact.telephone || it.contact.website) { %>
<h2>Support contact of <%~ it.br(it.partnerName) %></h2>
<dl class="facts">
<% if (it.contact.email) { %><div><dt>Mail</dt><dd><a href="mailto:<%= encodeURIComponent(it.contact.email).replace('%40', '@') %>"><%~ it.br(it.contact.email) %></a></dd></div><% } %>
<% if (it.contact.telephone) { %><div><dt>Phone</dt><dd><a href="<%= it.tel %>"><%= it.contact.telephone %></a></dd></div><% } %>
<% if (it.contact.website) { %><div><dt>Website</dt><dd><% if (it.web) { %><a href="<%= it.web %>" rel="noreferrer"><%~ it.br(it.contact.website) %></a><% } else { %><%~ it.br(it.contact.website) %><% } %></dd></div><% } %>
</dl>
<% } %>`);

/** Whom to ask, by what the partner said of itself; nothing when it said nothing. */
export const supportPart = (partnerName: string, contact: SupportFacts): string =>
  support({
    partnerName,
    contact,
    web: contact.website === undefined ? undefined : webLink(contact.website),
    tel: telLink(contact.telephone ?? ''),
  });

export interface MessageFacts {
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** Tells something that is no obstacle. */
  readonly isNews?: boolean;
  readonly action?: { readonly text: string; readonly path: string };
  readonly support?: { readonly partnerName: string; readonly contact: SupportFacts };
}

const message = template<MessageFacts & { supportPart: string }>(`
<% if (!it.isNews) { %><div class="party"><span class="mark warn" aria-hidden="true">!</span></div><% } %>
<h1><%~ it.br(it.title) %></h1>
<% it.paragraphs.forEach((paragraph, index) => { %><p<% if (index === 0) { %> class="lead"<% } %>><%~ it.br(paragraph) %></p><% }) %>
<% if (it.action) { %><div class="actions"><a class="button" href="<%= it.action.path %>"><%= it.action.text %></a></div><% } %>
<%~ it.supportPart %>`);

/** A page that says why something cannot be done, and what to do instead. */
export const messagePage = (facts: MessageFacts): Page => ({
  title: facts.title,
  main: message({
    ...facts,
    supportPart: facts.support ? supportPart(facts.support.partnerName, facts.support.contact) : '',
  }),
});
