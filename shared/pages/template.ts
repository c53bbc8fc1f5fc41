import { createHash } from 'node:crypto';
import { Eta } from 'eta/core';
import { breakable } from '../kernel/html.ts';
import { styleSheet } from './style.ts';

const eta = new Eta({ autoEscape: true });

/**
 * A template, compiled when it is first shown, so that no start of the function waits for it. What it prints is escaped;
 * `it.br` prints names and addresses so that long ones go on in the next line.
 */
export function template<Facts extends object>(text: string): (facts: Facts) => string {
  let compiled: ReturnType<typeof eta.compile> | undefined;
  return (facts) => {
    compiled ??= eta.compile(text);
    return compiled.call(eta, { ...facts, br: breakable });
  };
}

/** The stylesheet's own address changes with its content, so that browsers may keep it. */
export const STYLE_PATH = `/pages/style.css?v=${createHash('sha256').update(styleSheet).digest('hex').slice(0, 12)}`;

/** What a page is made of, before the program's name is put above it. */
export interface Page {
  readonly title: string;
  /** HTML already. */
  readonly main: string;
  /** One sentence below the card. */
  readonly foot?: string;
}

/** What the invited should know of all invitations, where they are asked to grant something. */
export const INVITATION_FOOT =
  'Never accept an invitation that you did not expect. This site asks for your password on the sign-in page only.';

const whole = template<Page & { programName: string; stylePath: string }>(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title><%= it.title %> – <%= it.programName %></title>
<link rel="stylesheet" href="<%= it.stylePath %>">
</head>
<body>
<div class="frame">
<header class="program"><p><%~ it.br(it.programName) %></p></header>
<main class="card">
<%~ it.main %>
</main>
<% if (it.foot) { %><footer class="foot">
<p><%= it.foot %></p>
</footer><% } %>
</div>
</body>
</html>
`);

/** The whole page, with the name of the program that it belongs to. */
export const htmlPage = (page: Page, programName: string): string =>
  whole({ ...page, programName, stylePath: STYLE_PATH });
