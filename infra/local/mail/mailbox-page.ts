import type { ServerResponse } from 'node:http';
import { breakable, escapeHtml, type Html, html, page } from '../net/html.ts';
import type { LocalServer } from '../net/server.ts';
import type { Mail, Mailbox } from './mailbox.ts';

const shownMax = 200;

/** Serves the mailbox to read: a list, newest first, and each mail with its links to click. No script runs. */
export function serveMailboxPage(server: LocalServer, mailbox: Mailbox, programName: string): void {
  server.handle((request, response) => {
    const url = new URL(request.url ?? '/', server.address);
    const [, id, part, index] = /^\/mails\/([\w-]+)(?:\/(body|attachments\/(\d+)))?$/.exec(url.pathname) ?? [];
    const mail = id ? mailbox.find(id) : undefined;
    if (url.pathname === '/') sendPage(response, 200, listPage(mailbox, url.searchParams.get('to') ?? '', programName));
    else if (!mail)
      sendPage(
        response,
        404,
        page({ title: 'Not found', programName }, html`<h1>There is no such mail</h1><p><a href="/">All mails</a></p>`),
      );
    else if (part === 'body') sendBody(response, mail);
    else if (index !== undefined) sendAttachment(response, mail, Number(index));
    else sendPage(response, 200, mailPage(mail, programName));
  });
}

function listPage(mailbox: Mailbox, to: string, programName: string): string {
  const wanted = to.trim().toLowerCase();
  const mails = mailbox.all().filter((mail) => mail.to.some((address) => address.toLowerCase().includes(wanted)));
  const rows = mails.slice(0, shownMax).map(
    (mail) => html`<li><a href="/mails/${mail.id}">${mail.subject || '(no subject)'}</a>
<p>to ${breakable(mail.to.join(', '))}</p><p class="soft small"><time datetime="${mail.at}">${readableTime(mail.at)}</time>, from ${breakable(mail.from)}</p></li>`,
  );
  const count = `${mails.length} ${mails.length === 1 ? 'mail' : 'mails'}${mails.length > shownMax ? `, the newest ${shownMax} shown` : ''}`;
  return page(
    { title: 'Mailbox', programName },
    html`<h1>Mailbox</h1>
<form class="search" role="search"><div><label for="to">To</label><input id="to" name="to" type="search" value="${to}" autocomplete="off"></div><button>Search</button></form>
<p class="soft" role="status">${count}</p>
<ol class="mails">${rows}</ol>`,
  );
}

function mailPage(mail: Mail, programName: string): string {
  const attachments = mail.attachments.map(
    ({ name }, index) => html`<a href="/mails/${mail.id}/attachments/${index}">${name}</a> `,
  );
  const body = mail.html
    ? html`<div class="mail"><template shadowrootmode="open">${letterOf(mail.html)}</template></div>
<details><summary>As plain text</summary><pre>${linked(mail.text)}</pre></details>`
    : html`<pre>${linked(mail.text)}</pre>`;
  return page(
    { title: mail.subject || '(no subject)', programName },
    html`<p><a href="/">All mails</a></p>
<h1>${mail.subject || '(no subject)'}</h1>
<dl><dt>From</dt><dd>${breakable(mail.from)}</dd><dt>To</dt><dd>${breakable(mail.to.join(', '))}</dd><dt>Sent</dt><dd><time datetime="${mail.at}">${readableTime(mail.at)}</time></dd>
${attachments.length > 0 ? html`<dt>Attached</dt><dd>${attachments}</dd>` : ''}</dl>
${body}`,
  );
}

/**
 * A mail's HTML as it stands in a tree of its own: as high as it is, which a frame is not without a script, and its styles
 * for itself. No script of it runs by the page's policy, and no end of the tree in it counts.
 */
function letterOf(mail: string): Html {
  const styles = [...mail.matchAll(/<style\b[^>]*>[\s\S]*?<\/style>/gi)].map(([style]) => style);
  const [, attributes = '', body = mail] = /<body\b([^>]*)>([\s\S]*)<\/body>/i.exec(mail) ?? [];
  return { html: `${styles.join('')}<div${attributes}>${body}</div>`.replaceAll(/<\/?template\b/gi, '<x') };
}

const readableTime = (at: string) => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;

/** Addresses of pages in a plain text become links; those of the API show a person nothing. */
function linked(text: string): Html {
  const parts = text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/);
  return {
    html: parts
      .map((part, index) =>
        index % 2 === 1 && !/^https?:\/\/[^/]+\/v1\//.test(part)
          ? `<a href="${escapeHtml(part)}">${breakable(part).html}</a>`
          : breakable(part).html,
      )
      .join(''),
  };
}

function sendPage(response: ServerResponse, status: number, text: string): void {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'";
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-store',
  });
  response.end(text);
}

/** The mail's own HTML, alone: no script, nothing loaded from elsewhere. */
function sendBody(response: ServerResponse, mail: Mail): void {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'",
  });
  response.end(mail.html);
}

function sendAttachment(response: ServerResponse, mail: Mail, index: number): void {
  const attachment = mail.attachments[index];
  if (!attachment) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    'content-type': attachment.contentType,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(attachment.name)}`,
    'x-content-type-options': 'nosniff',
  });
  response.end(Buffer.from(attachment.content, 'base64'));
}
