/** The one style sheet of the edge's pages, in the colours of the program's other pages: light and dark, phone and desk. */
export const style = `
:root{color-scheme:light dark;--ink:#1b2430;--quiet:#51606f;--paper:#fff;--ground:#eef2f5;--line:#d5dde4;--accent:#0b5f66;--accent-strong:#084a50;--tint:#e3f1f1;--focus:#b45309}
@media (prefers-color-scheme:dark){:root{--ink:#e8edf2;--quiet:#a9b6c3;--paper:#17202a;--ground:#0e151d;--line:#2e3b48;--accent:#5cc4c9;--accent-strong:#86d8dc;--tint:#14343a;--focus:#fbbf24}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{margin:0;color:var(--ink);background:var(--ground);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
a{color:var(--accent-strong)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
.skip{position:absolute;left:-100rem}
.skip:focus{left:1rem;top:1rem;padding:.5rem 1rem;background:var(--paper);z-index:1}
[hidden]{display:none!important}
.frame{min-height:100vh;max-width:36rem;margin:0 auto;padding:1rem;display:flex;flex-direction:column;justify-content:center}
.card{background:var(--paper);border:1px solid var(--line);border-radius:14px;padding:1.5rem}
.top{display:flex;justify-content:space-between;gap:1rem;max-width:78rem;margin:0 auto;padding:1rem 1rem 0}
.top a{padding:.375rem 0}
.top .name{font-weight:700;color:var(--ink);text-decoration:none}
.sides{display:grid;grid-template-columns:15rem minmax(0,1fr);gap:1.5rem;max-width:78rem;margin:0 auto;padding:1rem}
nav.wide{position:sticky;top:0;align-self:start;max-height:100vh;overflow-y:auto;padding:.25rem 0}
nav.wide ul,.narrow ul{list-style:none;margin:0 0 1rem;padding:0}
nav.wide a,.narrow a{display:block;padding:.3125rem .625rem;border-radius:9px;text-decoration:none}
nav.wide a:hover,.narrow a:hover{background:var(--tint)}
[aria-current]{background:var(--tint);font-weight:650;color:var(--ink)}
.narrow{display:none}
main{min-width:0}
h1{font-size:1.75rem;line-height:1.25;letter-spacing:-.01em;margin:0 0 .75rem}
h2{font-size:1.25rem;margin:2.25rem 0 .75rem}
h3{font-size:1.0625rem;margin:0 0 .5rem}
h3 a{color:inherit;text-decoration:none}
h3 a:hover{text-decoration:underline}
h4{font-size:.9375rem;margin:1.25rem 0 .375rem}
p{margin:0 0 .75rem}
.lead{font-size:1.0625rem}
.quiet{color:var(--quiet);font-size:.9375rem;font-weight:400}
code{font:.875em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
article,.steps>li,.cards li{background:var(--paper);border:1px solid var(--line);border-radius:14px;padding:1.25rem;margin:0 0 1rem}
article{content-visibility:auto;contain-intrinsic-size:auto 30rem}
article:target,.members>div:target{border-color:var(--accent);background:var(--tint)}
.call{overflow-wrap:break-word}
.method{font-weight:700;font-size:.8125rem;color:var(--accent-strong)}
.index{list-style:none;margin:0;padding:0}
.index>li{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,6fr);gap:0 1rem;padding:.4375rem 0;border-bottom:1px solid var(--line)}
.index a{text-decoration:none}
.index a code{text-decoration:underline}
.index a .method{display:inline-block;min-width:3.75rem}
.members{margin:0;border-top:1px solid var(--line)}
.members>div{display:grid;grid-template-columns:minmax(0,4fr) minmax(0,3fr) minmax(0,6fr);gap:0 1rem;padding:.4375rem 0;border-bottom:1px solid var(--line)}
.members dt code{font-weight:600}
.members dd{margin:0}
.members .type{color:var(--quiet);font-size:.9375rem}
details{margin:.75rem 0 0}
summary{cursor:pointer;padding:.375rem 0;font-weight:600}
pre{margin:.5rem 0 0;padding:.875rem 1rem;max-height:32rem;overflow:auto;background:var(--ground);border:1px solid var(--line);border-radius:9px}
.steps,.cards{list-style:none;margin:0;padding:0;counter-reset:step}
.steps>li{counter-increment:step}
.steps>li>h3::before{content:counter(step) ". "}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:1rem}
.cards li{margin:0}
.cards p{margin:.25rem 0 0}
.cards a{font-weight:650}
.codes{columns:16rem;padding-left:1.1rem;margin:.25rem 0;font-size:.875rem}
label{display:block;font-weight:600;margin:0 0 .25rem}
input{width:100%;font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--quiet);border-radius:9px;padding:.6875rem .8125rem;min-height:2.75rem}
#found{min-height:1.55em;margin:.375rem 0 0}
@media (max-width:52rem){
.sides{grid-template-columns:minmax(0,1fr);gap:.75rem}
nav.wide{display:none}
.narrow{display:block;margin:0;background:var(--paper);border:1px solid var(--line);border-radius:14px;padding:.375rem 1rem}
.index>li{grid-template-columns:minmax(0,1fr)}
.members>div{grid-template-columns:minmax(0,1fr)}
article,.steps>li{padding:1rem}
}
@media print{nav,.narrow,.top,.skip{display:none}article{break-inside:avoid}}
`;
