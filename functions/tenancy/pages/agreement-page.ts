import { htmlPage, template } from './template.ts';

const agreement = template<{ title: string; line: string; text: string }>(`
<h1><%= it.title %></h1>
<p class="quiet"><%= it.line %></p>
<pre class="text"><%= it.text %></pre>`);

/** The text of a version of the customer agreement (AGR-2). */
export const agreementPage = (facts: { title: string; line: string; text: string }): string =>
  htmlPage({ title: facts.title, main: agreement(facts), foot: 'Print or save this page to keep it.' });
