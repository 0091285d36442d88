#ifndef SUREGRASP_CLI_LABEL_PAGE_LABEL_STYLE_HPP
#define SUREGRASP_CLI_LABEL_PAGE_LABEL_STYLE_HPP

namespace suregrasp::cli {

/// How the page for labels looks: light or dark as the reader's system is; the photograph as large as the window lets
/// it.
inline constexpr auto label_style = R"css(
:root {
  color-scheme: light dark;
  --paper: #fbfbfa; --raised: #fff; --ink: #1d2127; --quiet: #5c6370; --rule: #d9dce0; --accent: #0068a8;
}
@media (prefers-color-scheme: dark) { :root {
  --paper: #14171b; --raised: #20252c; --ink: #e8eaed; --quiet: #9aa3af; --rule: #353c45; --accent: #62b6f0;
} }
* { box-sizing: border-box; }
body {
  display: grid; grid-template: auto 1fr / 15rem 1fr; gap: .8rem 1.2rem; height: 100vh; margin: 0; padding: .8rem 1.2rem;
  background: var(--paper); color: var(--ink); font: .95rem/1.45 system-ui, "Segoe UI", Roboto, sans-serif;
  font-variant-numeric: tabular-nums;
}
header { grid-column: 1 / 3; display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; }
h1 { margin: 0; font-size: 1.15rem; letter-spacing: -.01em; }
#progress { flex: 1; color: var(--quiet); }
button {
  padding: .3rem .8rem; border: 1px solid var(--rule); border-radius: .4rem; background: var(--raised); color: inherit;
  font: inherit; cursor: pointer;
}
button:hover, button[aria-pressed=true], button[aria-current=true] { border-color: var(--accent); }
button[aria-pressed=true], #save { background: var(--accent); color: var(--paper); }
nav { display: flex; flex-direction: column; gap: .8rem; min-height: 0; }
#list { display: flex; flex: 1; flex-direction: column; gap: .15rem; min-height: 6rem; overflow-y: auto; }
#list button { flex: none; border-color: transparent; background: none; text-align: left; overflow-wrap: anywhere; }
#list button[aria-current=true] { border-color: var(--accent); background: var(--raised); }
#list button::after { float: right; content: "\2013"; color: var(--quiet); }
#list button.labelled::after { content: "\2713"; color: var(--accent); font-weight: 600; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .2rem .7rem; margin: 0; padding-top: .7rem;
  border-top: 1px solid var(--rule); color: var(--quiet); font-size: .85rem; }
dd { margin: 0; }
kbd { padding: 0 .3rem; border: 1px solid var(--rule); border-radius: .25rem; background: var(--raised);
  color: var(--ink); font: .8rem ui-monospace, Menlo, Consolas, monospace; }
button kbd { border-color: currentColor; background: none; color: inherit; opacity: .75; }
main { display: flex; flex-direction: column; gap: .5rem; min-width: 0; min-height: 0; container-type: size; }
main p { display: flex; gap: 1.2rem; margin: 0; }
#hint { color: var(--quiet); }
#stage {
  position: relative; width: min(100cqw, (100cqh - 2rem) * var(--width) / var(--height));
  aspect-ratio: var(--width) / var(--height); border-radius: .3rem; background: var(--rule);
}
#picture, #drawing { position: absolute; inset: 0; width: 100%; height: 100%; user-select: none; }
#drawing { cursor: crosshair; touch-action: none; }
#drawing line { stroke-width: 1.3px; vector-effect: non-scaling-stroke; stroke-linecap: round; }
#drawing .finger { stroke-width: 3.5px; }
.grasps { stroke: #35d07f; fill: #35d07f; } .point { stroke: #14171b; fill: #35d07f; vector-effect: non-scaling-stroke; }
.proposals { stroke: #4aa3ff; fill: #4aa3ff; stroke-dasharray: 6 5; }
.draft { stroke: #ffb02e; fill: #ffb02e; }
#drawing .selected.finger { stroke-width: 5px; } .point.selected { stroke: #fff; stroke-width: 3px; }
.handle { fill: #fff; stroke: #14171b; vector-effect: non-scaling-stroke; cursor: move; }
)css";

}  // namespace suregrasp::cli

#endif  // SUREGRASP_CLI_LABEL_PAGE_LABEL_STYLE_HPP
