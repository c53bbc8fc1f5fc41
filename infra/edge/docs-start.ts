import type { OpenApiDocument, OpenApiParameter } from '../../shared/http/openapi.ts';
import { memberList, typeOf } from './docs-shape.ts';
import { type Html, html } from './html.ts';

/** Programs of the quick start. A test runs each of them, as it is shown, against the running product. */

export const settingsSnippet = `export ROOT=http://127.0.0.1:4400   # where this page is
export TENANT=… CLIENT_ID=… CLIENT_SECRET=…`;

export const shellSnippets = {
  token: `TOKEN=$(curl -sS "$ROOT/$TENANT/oauth2/v2.0/token" \\
  --data-urlencode grant_type=client_credentials \\
  --data-urlencode "client_id=$CLIENT_ID" \\
  --data-urlencode "client_secret=$CLIENT_SECRET" \\
  --data-urlencode "scope=$ROOT/.default" |
  sed -E 's/.*"access_token":"([^"]+)".*/\\1/')`,
  calls: `curl -sS -H "Authorization: Bearer $TOKEN" "$ROOT/v1/customers?size=20"
curl -sS -H "Authorization: Bearer $TOKEN" "$ROOT/v1/offers?country=US&size=20"
curl -sS -H "Authorization: Bearer $TOKEN" "$ROOT/v1/invoices?size=20"`,
  paging: `PAGE=$(curl -sS -H "Authorization: Bearer $TOKEN" "$ROOT/v1/customers?size=1" |
  sed -nE 's/.*"continuationToken":"([^"]+)".*/\\1/p')
[ -z "$PAGE" ] || curl -sS -H "Authorization: Bearer $TOKEN" \\
  -H "MS-ContinuationToken: $PAGE" "$ROOT/v1/customers?seekOperation=Next"`,
  filter: `curl -sS -G -H "Authorization: Bearer $TOKEN" "$ROOT/v1/customers" \\
  --data-urlencode 'filter={"Field":"CompanyName","Value":"Fab","Operator":"starts_with"}'`,
} as const;

export const javascriptSnippet = `// start.mjs: node start.mjs
const { ROOT, TENANT, CLIENT_ID, CLIENT_SECRET } = process.env;

const signedIn = await fetch(\`\${ROOT}/\${TENANT}/oauth2/v2.0/token\`, {
  method: 'POST',
  body: new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: CLIENT_ID,
    client_secret: CLIENT_SECRET,
    scope: \`\${ROOT}/.default\`,
  }),
});
const { access_token } = await signedIn.json();

async function call(path, headers = {}) {
  const answer = await fetch(ROOT + path, { headers: { Authorization: \`Bearer \${access_token}\`, ...headers } });
  const body = await answer.json();
  if (!answer.ok) throw new Error(\`\${answer.status} \${body.code} \${body.description}\`);
  return body;
}

// A link has no /v1 before it, and says which headers go with it.
let next = { uri: '/customers?size=20', headers: [] };
while (next) {
  const page = await call('/v1' + next.uri, Object.fromEntries(next.headers.map(({ key, value }) => [key, value])));
  for (const { id, companyProfile } of page.items) console.log(id, companyProfile.companyName);
  next = page.links?.next;
}

const filter = { Field: 'CompanyName', Value: 'Fab', Operator: 'starts_with' };
const found = await call(\`/v1/customers?filter=\${encodeURIComponent(JSON.stringify(filter))}\`);
console.log(found.totalCount, 'begin with Fab');`;

export const javaSnippet = `// Start.java: java Start.java
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

class Start {
  static final HttpClient http = HttpClient.newHttpClient();
  static final String root = System.getenv("ROOT");

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static String send(HttpRequest.Builder request) throws Exception {
    var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    return answer.body();
  }

  public static void main(String[] none) throws Exception {
    var form = "grant_type=client_credentials"
        + "&client_id=" + encode(System.getenv("CLIENT_ID"))
        + "&client_secret=" + encode(System.getenv("CLIENT_SECRET"))
        + "&scope=" + encode(root + "/.default");
    var tokens = send(HttpRequest.newBuilder(URI.create(root + "/" + System.getenv("TENANT") + "/oauth2/v2.0/token"))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(form)));
    var token = Pattern.compile("\\"access_token\\":\\"([^\\"]+)").matcher(tokens);
    token.find();

    var filter = encode("{\\"Field\\":\\"CompanyName\\",\\"Value\\":\\"Fab\\",\\"Operator\\":\\"starts_with\\"}");
    for (var path : new String[] {"/v1/customers?size=20", "/v1/customers?filter=" + filter, "/v1/invoices?size=20"})
      System.out.println(send(HttpRequest.newBuilder(URI.create(root + path))
          .header("Authorization", "Bearer " + token.group(1))));
  }
}`;

const code = (id: string, label: string, text: string): Html =>
  html`<pre tabindex="0" id="${id}" aria-label="${label}"><code>${text}</code></pre>`;

/** What a newcomer does first, to paste: token, three calls, pages, a filter. */
export const quickStart = (document: OpenApiDocument): Html => html`<section aria-labelledby="start">
<h2 id="start">Quick start</h2>
<ol class="steps">
<li><h3>Say who you are</h3>
<p>An application of the partner has an id and secrets: <a href="/docs/company#createApplication">create one</a>, then
<a href="/docs/company#createApplicationSecret">a secret</a>. The tenant is the GUID or a domain of the company. A program started
with <code>npm start</code> writes them to <code>.local/credentials.json</code>, as <code>clients.adminAgent</code>.</p>
${code('snippet-settings', 'Settings of the quick start', settingsSnippet)}</li>
<li><h3>Get a token</h3>
<p>It is good for an hour. The scope is the address of the API and <code>/.default</code>.</p>
${code('snippet-token', 'Get a token with curl', shellSnippets.token)}</li>
<li><h3>Make the first calls</h3>
<p>The customers, what can be sold to them, and the invoices.</p>
${code('snippet-calls', 'First calls with curl', shellSnippets.calls)}</li>
<li><h3>Turn the page</h3>
<p>A page says in <code>links.next</code> how to get the one after it: the address without <code>/v1</code>, and the token as a header.
The last page has no such link. Lists with <code>offset</code> take <code>size</code> and <code>offset</code> instead.</p>
${code('snippet-paging', 'Turn the page with curl', shellSnippets.paging)}</li>
<li><h3>Filter</h3>
<p>A filter is JSON in the query: a field, a value and an operator.</p>
${code('snippet-filter', 'Filter with curl', shellSnippets.filter)}</li>
</ol>
<h3>All of it as a program</h3>
<details open><summary>JavaScript <span class="quiet">Node 20 or newer, nothing to install</span></summary>
${code('snippet-javascript', 'All of it in JavaScript', javascriptSnippet)}</details>
<details><summary>Java <span class="quiet">17 or newer, nothing to install</span></summary>
${code('snippet-java', 'All of it in Java', javaSnippet)}</details>
</section>
<section aria-labelledby="headers"><h2 id="headers">Headers of every call</h2>
${memberList(
  Object.values(document.components.parameters as Readonly<Record<string, OpenApiParameter>>).map(
    ({ name, description = '', schema }) => ({
      name,
      type: schema ? typeOf(schema) : html``,
      note: 'optional',
      meaning: description,
    }),
  ),
)}</section>`;
