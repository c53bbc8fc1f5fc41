import { countryNamed, dayNamed, languageNamed } from '../../../../shared/pages/spoken.ts';
import { type Page, template } from '../../../../shared/pages/template.ts';

const agreement = template<{ title: string; line: string; text: string }>(`
<h1><%= it.title %></h1>
<p class="quiet"><%= it.line %></p>
<pre class="text"><%= it.text %></pre>`);

interface AgreementFacts {
  readonly title: string;
  readonly effectiveAt: string;
  readonly country: string;
  readonly language: string;
  readonly text: string;
}

/** The text of a version of the customer agreement (AGR-2). */
export function agreementPage({ title, effectiveAt, country, language, text }: AgreementFacts): Page {
  const line = `In effect since ${dayNamed(effectiveAt)}, for ${countryNamed(country)}, in ${languageNamed(language)}`;
  return { title, main: agreement({ title, line, text }), foot: 'Print or save this page to keep it.' };
}
