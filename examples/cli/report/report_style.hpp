#ifndef SUREGRASP_CLI_REPORT_REPORT_STYLE_HPP
#define SUREGRASP_CLI_REPORT_REPORT_STYLE_HPP

namespace suregrasp::cli {

/// How the report looks: light or dark as the reader's system is, from telephone to paper.
inline constexpr auto report_style = R"css(
:root {
  color-scheme: light dark;
  --paper: #fbfbfa; --raised: #fff; --ink: #1d2127; --quiet: #5c6370; --rule: #e2e4e7; --accent: #0068a8;
  --series-1: #0068a8; --series-2: #c24a00; --series-3: #00805c; --series-4: #9c4a87; --series-5: #8a6a00;
  --series-6: #2b7f9e;
  --chart-ink: #3a3f47; --chart-grid: #e6e8eb; --chart-paper: var(--raised);
}
@media (prefers-color-scheme: dark) { :root {
  --paper: #14171b; --raised: #1b1f25; --ink: #e8eaed; --quiet: #9aa3af; --rule: #2e343c; --accent: #62b6f0;
  --series-1: #62b6f0; --series-2: #ff9355; --series-3: #3fcf9f; --series-4: #e08fcb; --series-5: #e0bd4f;
  --series-6: #7fd3ea;
  --chart-ink: #cdd2d9; --chart-grid: #2c323a;
} }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; max-width: 70rem; padding: clamp(1.25rem, 4vw, 3.5rem) clamp(1rem, 4vw, 2.5rem) 4rem;
  background: var(--paper); color: var(--ink);
  font: 1rem/1.6 system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  font-variant-numeric: tabular-nums;
}
h1 { margin: 0; font-size: clamp(1.7rem, 4.5vw, 2.5rem); line-height: 1.15; letter-spacing: -.02em;
  text-wrap: balance; }
h2 { margin: 3.5rem 0 .6rem; padding-top: 1.2rem; border-top: 1px solid var(--rule); font-size: 1.35rem;
  letter-spacing: -.01em; }
h3 { margin: 2rem 0 .4rem; font-size: 1rem; }
p, ul { max-width: 44rem; margin: .6rem 0; }
ul { padding-left: 1.2rem; }
li { margin: .25rem 0; }
a { color: var(--accent); }
small { color: var(--quiet); font-size: .8rem; }
sub { font-size: .72em; line-height: 0; }
.meta { color: var(--quiet); font-size: .9rem; margin: .6rem 0 1.6rem; }
.lead { font-size: 1.08rem; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(13.5rem, 1fr)); gap: .9rem;
  margin: 1.8rem 0 0; }
.card { padding: 1rem 1.15rem 1.05rem; border: 1px solid var(--rule); border-radius: .6rem;
  background: var(--raised); }
.card dt { color: var(--quiet); font-size: .85rem; }
.card dd { margin: 0; }
.card strong { display: block; font-size: 1.9rem; font-weight: 600; line-height: 1.3; letter-spacing: -.02em; }
.card small { display: block; line-height: 1.4; }
.steps { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 1.2rem 2rem;
  margin: 1.4rem 0 0; }
.steps dt { font-weight: 600; }
.steps dd { margin: .15rem 0 0; color: var(--quiet); font-size: .93rem; line-height: 1.5; }
.formula { display: block; margin: .3rem 0; color: var(--ink);
  font-family: Cambria, "STIX Two Text", Georgia, serif; font-size: .97rem; }
.steps dt small { margin-left: .4rem; font-weight: 400; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1.2rem;
  margin: 1.2rem 0; }
figure { margin: 0; break-inside: avoid; }
.figures figure { max-width: 44rem; padding: 1rem 1.1rem; border: 1px solid var(--rule); border-radius: .6rem;
  background: var(--raised); }
figcaption { margin-top: .5rem; color: var(--quiet); font-size: .88rem; line-height: 1.45; }
.chart { display: block; width: 100%; height: auto; overflow: visible; }
.gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: 1.2rem; }
.gallery img { display: block; width: 100%; height: auto; border-radius: .4rem; background: var(--rule); }
.table { margin: 1.2rem 0; }
.table figcaption { max-width: 44rem; margin-top: .7rem; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .93rem; }
th, td { padding: .55rem .9rem .55rem 0; border-bottom: 1px solid var(--rule); text-align: right;
  vertical-align: top; white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--quiet); font-size: .82rem; font-weight: 500; vertical-align: bottom; }
th:first-child { text-align: left; white-space: normal; min-width: 7.5rem; }
tbody th { font-weight: 600; }
th > small { display: block; font-weight: 400; }
td > small { display: block; }
td strong { font-weight: 600; }
.interval { display: block; width: 100%; min-width: 4.2rem; max-width: 9rem; height: 6px;
  margin: .3rem 0 .2rem auto; border-radius: 3px; }
.interval .track { fill: var(--rule); }
.interval .range { fill: var(--accent); opacity: .4; }
.interval .rate { fill: var(--accent); }
.swatch { display: inline-block; width: .7em; height: .7em; margin-right: .5em; border-radius: 2px; }
.series-1 { background: var(--series-1); } .series-2 { background: var(--series-2); }
.series-3 { background: var(--series-3); }
.series-4 { background: var(--series-4); } .series-5 { background: var(--series-5); }
.series-6 { background: var(--series-6); }
details { margin: 1rem 0; }
summary { cursor: pointer; font-weight: 600; }
pre { overflow-x: auto; padding: .9rem 1.1rem; border: 1px solid var(--rule); border-radius: .6rem;
  background: var(--raised);
  font: .83rem/1.5 ui-monospace, "Cascadia Code", Menlo, Consolas, monospace; }
@media (max-width: 34rem) {
  .cards { grid-template-columns: 1fr 1fr; gap: .6rem; }
  .card { padding: .8rem .9rem; }
  .card strong { font-size: 1.45rem; }
  table { font-size: .84rem; }
  th, td { padding-right: .55rem; }
  th:first-child { min-width: 5.6rem; }
  td > small, th > small { font-size: .7rem; }
  .figures figure { padding: .8rem .7rem; }
}
@media print {
  :root { --paper: #fff; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  h2 { break-after: avoid; margin-top: 2rem; }
  .card, .figures figure, tr { break-inside: avoid; }
  .figures { grid-template-columns: 1fr 1fr; }
  .gallery { grid-template-columns: repeat(3, 1fr); }
  .scroll { overflow: visible; }
  pre { white-space: pre-wrap; }
}
)css";

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_REPORT_REPORT_STYLE_HPP
