/** The one style sheet of the edge's pages: light and dark, phone and desk. */
export const style = `
:root{color-scheme:light dark;--text:#1b1f24;--back:#fff;--soft:#f3f5f7;--line:#cfd6dd;--link:#0b57d0;--faint:#57606a}
@media (prefers-color-scheme:dark){:root{--text:#e6e9ec;--back:#14171a;--soft:#1e2327;--line:#3b434b;--link:#8ab4f8;--faint:#a5adb5}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0 auto;max-width:70rem;padding:1rem;font:1rem/1.5 system-ui,sans-serif;color:var(--text);background:var(--back)}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-100rem}
.skip:focus{left:1rem;top:1rem;padding:.5rem 1rem;background:var(--back);z-index:1}
h1{font-size:1.8rem;margin:.5rem 0}
h2{font-size:1.4rem;margin:2.5rem 0 1rem;border-bottom:2px solid var(--line)}
h3{font-size:1.05rem;margin:0}
h3 a{color:inherit;text-decoration:none}
h3 a:hover{text-decoration:underline}
h4{font-size:.95rem;margin:1rem 0 .25rem}
code{font:.9em ui-monospace,monospace;overflow-wrap:anywhere}
nav details{margin:.25rem 0}
nav summary{cursor:pointer;padding:.35rem 0}
nav ul{list-style:none;margin:0;padding:0 0 0 1rem}
nav li a{display:block;padding:.3rem 0;overflow-wrap:anywhere}
.count,.optional,.headers{color:var(--faint);font-size:.875rem}
.optional{font-weight:400}
article{margin:1rem 0;padding:1rem;border:1px solid var(--line);border-radius:.5rem;content-visibility:auto;contain-intrinsic-size:auto 24rem}
article:target,tr:target{background:var(--soft);border-color:var(--link)}
.method{display:inline-block;min-width:4rem;font-weight:700;font-size:.85rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--line)}
tbody th{font-weight:600}
.codes{columns:18rem;padding-left:1.1rem;margin:.25rem 0;font-size:.875rem}
@media (max-width:40rem){body{padding:.75rem}article{padding:.75rem}}
@media print{nav,.skip{display:none}article{break-inside:avoid}}
`;
