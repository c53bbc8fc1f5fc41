import { createHash } from 'node:crypto';
import { Eta } from 'eta/core';
import { styleSheet } from './style.ts';

const eta = new Eta({ autoEscape: true });

/** A template, compiled when it is first shown, so that no start of the function waits for it. What it prints is escaped. */
export function template<Facts extends object>(text: string): (facts: Facts) => string {
  let compiled: ReturnType<typeof eta.compile> | undefined;
  return (facts) => {
    compiled ??= eta.compile(text);
    return compiled.call(eta, facts);
  };
}

/** The stylesheet's own address changes with its content, so that browsers may keep it. */
export const STYLE_PATH = `/pages/style.css?v=${createHash('sha256').update(styleSheet).digest('hex').slice(0, 12)}`;

interface PageFacts {
  readonly title: string;
  readonly main: string;
  /** One sentence below the card. */
  readonly foot?: string;
}

/** What the invited should know of all invitations. */
const INVITATION_FOOT =
  'Never accept an invitation that you did not expect. This site asks for your password on the sign-in page only.';

const page = template<PageFacts & { stylePath: string }>(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title><%= it.title %></title>
<link rel="stylesheet" href="<%= it.stylePath %>">
</head>
<body>
<div class="frame">
<main class="card">
<%~ it.main %>
</main>
<footer class="foot">
<p><%= it.foot %></p>
</footer>
</div>
</body>
</html>
`);

/** A whole page around its main part, which is HTML already. */
export const htmlPage = ({ title, main, foot = INVITATION_FOOT }: PageFacts): string =>
  page({ title, main, foot, stylePath: STYLE_PATH });
