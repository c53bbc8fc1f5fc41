import { type Colours, dark, light } from '../kernel/colours.ts';

const variables = ({ ink, quiet, paper, ground, line, accent, accentStrong, onAccent }: Colours): string =>
  `--ink: ${ink}; --quiet: ${quiet}; --paper: ${paper}; --ground: ${ground}; --line: ${line}; --accent: ${accent}; --accent-strong: ${accentStrong}; --on-accent: ${onAccent};`;

/** The one stylesheet of all pages: light and dark, from phone to desk, contrast AA. */
export const styleSheet = `
:root {
  ${variables(light)} --tint: #e3f1f1;
  --warn: #9a2318; --warn-tint: #fdecea; --good: #1c6b3c; --good-tint: #e6f4ea;
  --focus: #b45309; --shadow: 0 1px 2px rgb(16 32 48 / 8%), 0 12px 32px rgb(16 32 48 / 10%);
}
@media (prefers-color-scheme: dark) {
  :root {
    ${variables(dark)} --tint: #14343a;
    --warn: #ff9c8f; --warn-tint: #3b1a17; --good: #83d6a2; --good-tint: #14321f;
    --focus: #fbbf24; --shadow: none;
  }
}
* { box-sizing: border-box; }
html { font-size: 100%; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: anywhere;
}
.frame { min-height: 100vh; max-width: 36rem; margin: 0 auto; padding: 1rem; display: flex; flex-direction: column; justify-content: center; }
.program { padding: 0 .25rem .75rem; color: var(--quiet); font-weight: 600; font-size: .9375rem; }
.program p { margin: 0; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow); padding: 1.5rem; }
@media (min-width: 40rem) { .frame { padding: 3rem 1rem; } .card { padding: 2.5rem; } }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .75rem; letter-spacing: -.01em; }
h2 { font-size: 1rem; margin: 1.75rem 0 .5rem; }
p { margin: 0 0 .75rem; }
a { color: var(--accent-strong); }
.lead { font-size: 1.0625rem; }
.quiet { color: var(--quiet); }
.small { font-size: .9375rem; }
.party { display: flex; align-items: center; gap: .875rem; margin: 0 0 1.25rem; }
.party > :last-child { min-width: 0; }
.party p { margin: 0; }
.party .name { font-weight: 650; }
.mark {
  flex: none; width: 3rem; height: 3rem; border-radius: 12px; display: grid; place-items: center;
  background: var(--accent); color: var(--on-accent); font-weight: 700; font-size: 1.125rem;
}
.mark.none { background: var(--tint); color: var(--quiet); }
.mark.good { background: var(--good-tint); color: var(--good); }
.mark.warn { background: var(--warn-tint); color: var(--warn); }
.plain { margin: 0 0 .75rem; padding: 0 0 0 1.25rem; }
.list { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
.list li { display: grid; grid-template-columns: 1.25rem minmax(0, 1fr); gap: .625rem; padding: .75rem 0; border-bottom: 1px solid var(--line); }
.list li::before { content: "\\2713"; color: var(--accent-strong); font-weight: 700; }
.list.not li::before { content: "\\2013"; color: var(--quiet); }
.list strong { display: block; }
.facts { margin: 0; border-top: 1px solid var(--line); }
.facts > div { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: .25rem .75rem; padding: .625rem 0; border-bottom: 1px solid var(--line); }
.facts dt { color: var(--quiet); }
.facts dd { margin: 0; }
@media (max-width: 26rem) { .facts > div { grid-template-columns: minmax(0, 1fr); } }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; margin: 1.75rem 0 0; }
.button {
  appearance: none; display: inline-block; max-width: 100%; border: 1px solid transparent; border-radius: 9px; padding: .75rem 1.25rem; min-height: 2.75rem;
  background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; text-decoration: none; text-align: center; cursor: pointer;
}
.button:hover { background: var(--accent-strong); }
.button.second { background: transparent; color: var(--accent-strong); border-color: var(--line); }
.button.second:hover { background: var(--tint); }
@media (max-width: 26rem) { .actions .button { width: 100%; } }
a:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.field { margin: 0 0 1.125rem; }
label { display: block; font-weight: 600; margin: 0 0 .25rem; }
.hint { color: var(--quiet); font-size: .9375rem; margin: 0 0 .375rem; }
input {
  width: 100%; font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--quiet); border-radius: 9px;
  padding: .6875rem .8125rem; min-height: 2.75rem;
}
form > .field:first-of-type { margin-top: 1.5rem; }
input[aria-invalid="true"] { border-color: var(--warn); border-width: 2px; }
.error { color: var(--warn); font-weight: 600; font-size: .9375rem; margin: .375rem 0 0; }
.note { background: var(--tint); border-radius: 9px; padding: .75rem .875rem; margin: 1.25rem 0 0; }
.foot { color: var(--quiet); font-size: .875rem; text-align: center; padding: 1rem 1rem 0; }
.foot p { margin: 0; }
pre.text { white-space: pre-wrap; font: inherit; margin: 1rem 0 0; }
`;
