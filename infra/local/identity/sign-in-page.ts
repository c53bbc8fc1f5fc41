import { breakable, html, page } from '../net/html.ts';

/**
 * The page that asks for name and password. It works without scripts; an error stands with the field it is about.
 * `programName` stands above it, `site` is where the browser goes afterwards, `passwordPage` where a password that somebody else set is replaced.
 */
export function signInPage(options: {
  uid: string;
  programName: string;
  site: string;
  passwordPage: string;
  userName?: string;
  error?: string;
}): string {
  const { uid, programName, site, passwordPage, userName = '', error } = options;
  const invalid = error ? html`aria-invalid="true" aria-describedby="problem"` : '';
  const focusOnPassword = Boolean(userName);
  return page(
    { title: error ? `Error: ${error}` : 'Sign in', programName, isNarrow: true },
    html`<h1>Sign in</h1>
<p class="soft">to continue${site ? html` to ${breakable(site)}` : ''}</p>
<form method="post" action="/sign-in/${uid}">
<label for="username">User name</label>
<input id="username" name="username" type="text" autocomplete="username" autocapitalize="none" autocorrect="off" spellcheck="false" required value="${userName}" ${focusOnPassword ? '' : html`autofocus`}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required ${invalid} ${focusOnPassword ? html`autofocus` : ''}>
${error ? html`<p class="error" id="problem" role="alert">${error}</p>` : ''}
<button type="submit">Sign in</button>
</form>
<p class="soft">Somebody else gave you your password? <a href="${passwordPage}">Choose your own first.</a></p>
<p class="soft small">This is the sign-in of the local runtime: <code>npm start</code> says where names and passwords are.</p>`,
  );
}

/** What somebody sees whose sign-in cannot go on, with what to do about it. */
export function signInProblemPage(message: string, programName: string): string {
  return page(
    { title: 'Sign-in problem', programName, isNarrow: true },
    html`<h1>This sign-in cannot go on</h1>
<p>${message}</p>
<p>Go back to where you came from and sign in again.</p>`,
  );
}
