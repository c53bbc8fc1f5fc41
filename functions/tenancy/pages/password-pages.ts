import { PASSWORD_LENGTH_MIN } from '../domain/password.ts';
import { htmlPage, template } from './template.ts';

const FOOT = 'The link in your mail can be used once.';

export interface PasswordFacts {
  readonly organization: string;
  readonly userName: string;
  readonly actionPath: string;
  readonly error?: { readonly field: 'password' | 'repeat'; readonly text: string };
}

const form = template<PasswordFacts & { min: number }>(`
<h1>Choose your password</h1>
<p class="lead quiet">You use it with your user name to sign in.</p>
<dl class="facts">
<div><dt>Organization</dt><dd><%= it.organization %></dd></div>
<div><dt>User name</dt><dd><strong><%= it.userName %></strong></dd></div>
</dl>
<form method="post" action="<%= it.actionPath %>" novalidate>
<input name="userName" type="text" value="<%= it.userName %>" autocomplete="username" hidden>
<div class="field">
<label for="password">New password</label>
<p class="hint" id="password-hint">At least <%= it.min %> characters, of three of these kinds: lower-case letters, upper-case letters, digits, symbols.</p>
<input id="password" name="password" type="password" required minlength="<%= it.min %>" autocomplete="new-password" aria-describedby="<% if (it.error?.field === 'password') { %>password-error <% } %>password-hint"<% if (it.error?.field === 'password') { %> aria-invalid="true" autofocus<% } %>>
<% if (it.error?.field === 'password') { %><p class="error" id="password-error"><%= it.error.text %></p><% } %>
</div>
<div class="field">
<label for="repeat">The same again</label>
<input id="repeat" name="repeat" type="password" required autocomplete="new-password"<% if (it.error?.field === 'repeat') { %> aria-describedby="repeat-error" aria-invalid="true" autofocus<% } %>>
<% if (it.error?.field === 'repeat') { %><p class="error" id="repeat-error"><%= it.error.text %></p><% } %>
</div>
<div class="actions"><button class="button" type="submit">Set password</button></div>
</form>`);

/** The form behind a one-time link. */
export const passwordPage = (facts: PasswordFacts): string =>
  htmlPage({
    title: facts.error ? `Error: ${facts.error.text}` : 'Choose your password',
    main: form({ ...facts, min: PASSWORD_LENGTH_MIN }),
    foot: FOOT,
  });

const done = template<{ organization: string; userName: string }>(`
<div class="party"><span class="mark good" aria-hidden="true">&#10003;</span><p class="name"><%= it.userName %></p></div>
<h1>Your password is set</h1>
<p class="lead">You can now sign in as <strong><%= it.userName %></strong>.</p>`);

export const passwordDonePage = (facts: { organization: string; userName: string }): string =>
  htmlPage({ title: 'Your password is set', main: done(facts), foot: 'You can close this page.' });
