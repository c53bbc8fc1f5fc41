import { linkPaths } from '../../../../shared/identity/links.ts';
import { type Page, template } from '../../../../shared/pages/template.ts';
import { PASSWORD_LENGTH_MIN } from '../../people/index.ts';

const FOOT = 'The link in your mail can be used once.';
const CHOICE_FOOT = 'A password that somebody else set opens this page alone, for seven days.';

type ErrorOf<Field extends string> = { readonly field: Field; readonly text: string };

export interface PasswordFacts {
  readonly organization: string;
  readonly userName: string;
  readonly actionPath: string;
  readonly error?: ErrorOf<'password' | 'repeat'>;
}
export interface ChoiceFacts {
  readonly userName: string;
  readonly error?: ErrorOf<'current' | 'password' | 'repeat'>;
}

/** A field's error stands between its label and itself, and the field points at it. */
const invalid = (field: string, describedBy = ''): string =>
  `<% if (it.error?.field === '${field}') { %> aria-describedby="${field}-error${describedBy}" aria-invalid="true" autofocus<% } else if ('${describedBy}') { %> aria-describedby="${describedBy.trim()}"<% } %>`;
const errorOf = (field: string): string =>
  `<% if (it.error?.field === '${field}') { %><p class="error" id="${field}-error"><%= it.error.text %></p><% } %>`;

/** The new password, twice: the same on both pages. */
const NEW_PASSWORD = `<div class="field">
<label for="password">New password</label>
<p class="hint" id="password-hint">At least <%= it.min %> characters, of three of these kinds: lower-case letters, upper-case letters, digits, symbols.</p>
<input id="password" name="password" type="password" required minlength="<%= it.min %>" autocomplete="new-password"${invalid('password', ' password-hint')}>
${errorOf('password')}
</div>
<div class="field">
<label for="repeat">The same again</label>
<input id="repeat" name="repeat" type="password" required autocomplete="new-password"${invalid('repeat')}>
${errorOf('repeat')}
</div>
<div class="actions"><button class="button" type="submit">Set password</button></div>`;

const form = template<PasswordFacts & { min: number }>(`
<h1>Choose your password</h1>
<p class="lead quiet">You use it with your user name to sign in.</p>
<dl class="facts">
<div><dt>Organization</dt><dd><%~ it.br(it.organization) %></dd></div>
<div><dt>User name</dt><dd><strong><%~ it.br(it.userName) %></strong></dd></div>
</dl>
<form method="post" action="<%= it.actionPath %>" novalidate>
<input name="userName" type="text" value="<%= it.userName %>" autocomplete="username" hidden>
${NEW_PASSWORD}
</form>`);

const choice = template<ChoiceFacts & { min: number }>(`
<h1>Choose your own password</h1>
<p class="lead quiet">Somebody gave you a password. Replace it here by one that only you know; then sign in with it.</p>
<form method="post" action="${linkPaths.passwordChoice()}" novalidate>
<div class="field">
<label for="userName">User name</label>
<input id="userName" name="userName" type="text" value="<%= it.userName %>" required autocomplete="username" autocapitalize="none" spellcheck="false">
</div>
<div class="field">
<label for="current">The password you were given</label>
<input id="current" name="current" type="password" required autocomplete="current-password"${invalid('current')}>
${errorOf('current')}
</div>
${NEW_PASSWORD}
</form>`);

const titleOf = (error: ErrorOf<string> | undefined, title: string): string => (error ? `Error: ${error.text}` : title);

/** The form behind a one-time link. */
export const passwordPage = (facts: PasswordFacts): Page => ({
  title: titleOf(facts.error, 'Choose your password'),
  main: form({ ...facts, min: PASSWORD_LENGTH_MIN }),
  foot: FOOT,
});

/** The form for somebody whose password was set by another person. */
export const choosePasswordPage = (facts: ChoiceFacts): Page => ({
  title: titleOf(facts.error, 'Choose your own password'),
  main: choice({ ...facts, min: PASSWORD_LENGTH_MIN }),
  foot: CHOICE_FOOT,
});

const done = template<{ organization: string; userName: string }>(`
<div class="party"><span class="mark good" aria-hidden="true">&#10003;</span><p class="name"><%~ it.br(it.userName) %></p></div>
<h1>Your password is set</h1>
<p class="lead">You can now sign in as <strong><%~ it.br(it.userName) %></strong>.</p>`);

export const passwordDonePage = (facts: { organization: string; userName: string }): Page => ({
  title: 'Your password is set',
  main: done(facts),
  foot: 'You can close this page.',
});
