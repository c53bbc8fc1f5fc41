import { PASSWORD_LENGTH_MIN } from '../domain/password.ts';
import { htmlPage, template } from './template.ts';

export interface PasswordFacts {
  readonly organization: string;
  readonly userName: string;
  readonly actionPath: string;
  readonly error?: { readonly field: 'password' | 'repeat'; readonly text: string };
}

const form = template<PasswordFacts & { min: number }>(`
<h1>Choose your password</h1>
<p class="lead quiet">For <%= it.organization %>. This link can be used once.</p>
<form method="post" action="<%= it.actionPath %>" novalidate>
<div class="field">
<label for="user-name">User name</label>
<input id="user-name" name="userName" type="text" value="<%= it.userName %>" readonly autocomplete="username">
</div>
<div class="field">
<label for="password">New password</label>
<p class="hint" id="password-hint">At least <%= it.min %> characters, with lower-case and upper-case letters, a digit and a symbol.</p>
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
  });

const done = template<{ organization: string; userName: string }>(`
<div class="party"><span class="mark good" aria-hidden="true">&#10003;</span><p class="name"><%= it.userName %></p></div>
<h1>Your password is set</h1>
<p class="lead">You can now sign in to <%= it.organization %> as <strong><%= it.userName %></strong>.</p>`);

export const passwordDonePage = (facts: { organization: string; userName: string }): string =>
  htmlPage({ title: 'Your password is set', main: done(facts) });
