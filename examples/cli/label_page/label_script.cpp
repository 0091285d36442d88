#include "label_script.hpp"

namespace suregrasp::cli {

namespace {

/// Grasps and grasp points, as the page draws and saves them: plain functions of plain values. Coordinates are pixels
/// of the photograph, x to the right, y down, pixel centres at integers; theta counter-clockwise, in [-pi/2, pi/2).
constexpr auto geometry = R"js(
const hundredths = value => Math.round(value * 100) / 100;
const wrapped = angle => angle - Math.PI * Math.floor(angle / Math.PI + 0.5);
const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);
const axisOf = g => ({ x: Math.cos(g.theta), y: -Math.sin(g.theta) });
const along = (g, opening, jaw) => {  // the point so far from the centre along and across the opening axis
  const u = axisOf(g);
  return { x: g.x + u.x * opening - u.y * jaw, y: g.y + u.y * opening + u.x * jaw };
};
const endsOf = g => [along(g, -g.opening / 2, 0), along(g, g.opening / 2, 0)];
const cornersOf = g => [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([i, j]) => along(g, i * g.opening / 2, j * g.jaw / 2));
const graspBetween = (a, b, jaw) => ({
  x: hundredths((a.x + b.x) / 2), y: hundredths((a.y + b.y) / 2), theta: wrapped(Math.atan2(a.y - b.y, b.x - a.x)),
  opening: hundredths(distance(a, b)), jaw
});
const jawThrough = (g, p) => {  // twice how far a point lies from the opening axis
  const u = axisOf(g);
  return hundredths(2 * Math.abs((p.y - g.y) * u.x - (p.x - g.x) * u.y));
};
)js";

/// What is known and how it changes: the labels, which the browser keeps under the digest of the photographs, and the
/// steps back.
constexpr auto state = R"js(
const data = JSON.parse(document.getElementById("data").textContent);
const storageKey = "suregrasp label " + data.digest;
const state = { at: 0, mode: "grasp", jaw: 20, labels: {}, undo: [] };
let kept = true;  // by the browser
try { Object.assign(state, JSON.parse(localStorage.getItem(storageKey) || "{}")); } catch { kept = false; }
const keep = () => {
  try { localStorage.setItem(storageKey, JSON.stringify(state)); } catch { kept = false; }
};

const photograph = () => data.photographs[state.at];
const labelsOf = p => state.labels[p.id] || { grasps: [], points: [], decided: [] };
const labels = () => state.labels[photograph().id] = labelsOf(photograph());
const isLabelled = p => labelsOf(p).grasps.length + labelsOf(p).points.length > 0;
const nameOf = proposal => JSON.stringify(proposal);
const proposals = () => photograph().proposals.filter(each => !labels().decided.includes(nameOf(each)));
const lists = () => ({ proposals: proposals(), grasps: labels().grasps, points: labels().points });

const remember = () => {
  state.undo.push([state.at, JSON.stringify(labels())]);
  state.undo = state.undo.slice(-100);
};
const stepBack = () => {
  if (state.undo.length === 0) return;
  const [at, before] = state.undo.pop();
  state.at = at;
  state.labels[photograph().id] = JSON.parse(before);
};

/// The data set of what is labelled, in SureGrasp's own format.
const dataSet = () => ({
  format: "suregrasp 1",
  photographs: data.photographs.filter(isLabelled).map(p => {
    const { grasps, points } = labelsOf(p), row = { id: p.id, image: p.image };
    if (p.object) row.object = p.object;
    if (grasps.length) row.grasps = grasps;
    if (points.length) row.grasp_points = points;
    return row;
  })
});
)js";

/// What is seen: the list of photographs, the photograph and what is drawn on it.
constexpr auto view = R"js(
const element = id => document.getElementById(id);
const stage = element("stage"), drawing = element("drawing");
let draft = [];        // the finger ends of a grasp that is being drawn, in their order
let pointer = null;    // where the mouse is, in pixels of the photograph
let selected = null;   // {list, index} of a proposal, a grasp or a point

const perPixel = () => photograph().width / drawing.getBoundingClientRect().width;  // of the screen
const shape = (tag, attributes, kind) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.setAttribute("class", kind);
  drawing.append(made);
};
const line = (a, b, kind) => shape("line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y }, kind);
const dot = (p, kind, size) => shape("circle", { cx: p.x, cy: p.y, r: size * perPixel() }, kind);
const handlesOf = g => {
  const [first, second] = endsOf(g);
  return { first, second, jaw: along(g, 0, g.jaw / 2) };
};
const drawGrasp = (g, kind) => {
  const [a, b, c, d] = cornersOf(g);
  line(a, b, kind + " side");
  line(d, c, kind + " side");
  line(...endsOf(g), kind + " side");
  line(a, d, kind + " finger");
  line(b, c, kind + " finger");
  dot(g, kind, 3);
};
const draftGrasp = () => {
  const g = graspBetween(...draft, state.jaw);
  return pointer ? { ...g, jaw: jawThrough(g, pointer) } : g;
};
const drawDraft = () => {
  for (const end of draft) dot(end, "draft", 3);
  if (draft.length === 1 && pointer) line(draft[0], pointer, "draft side");
  if (draft.length === 2) drawGrasp(draftGrasp(), "draft");
};
const draw = () => {
  drawing.replaceChildren();
  for (const [list, all] of Object.entries(lists()))
    all.forEach((each, index) => {
      const chosen = selected && selected.list === list && selected.index === index ? " selected" : "";
      if (list === "points") dot(each, "point" + chosen, 5);
      else drawGrasp(each, list + chosen);
      if (chosen && list !== "points") for (const p of Object.values(handlesOf(each))) dot(p, "handle", 5);
    });
  drawDraft();
};

const hint = () => {
  if (state.mode === "point") return "Click where to grasp: each click is a label.";
  return ["Click where the first finger touches; then the second. Or accept a dashed proposal.",
    "Click where the second finger touches.", "Drag away from the line, to half the width of the jaw."][draft.length];
};
const show = () => {
  const p = photograph(), count = list => data.photographs.reduce((sum, each) => sum + labelsOf(each)[list].length, 0);
  stage.style.setProperty("--width", p.width);
  stage.style.setProperty("--height", p.height);
  if (element("picture").getAttribute("src") !== p.source) element("picture").src = p.source;
  drawing.setAttribute("viewBox", `-0.5 -0.5 ${p.width} ${p.height}`);
  element("name").textContent = `${p.id} (${state.at + 1} of ${data.photographs.length})`;
  element("hint").textContent = hint();
  element("progress").textContent = `${data.photographs.filter(isLabelled).length} of ${data.photographs.length} ` +
    `photographs labelled, ${count("grasps")} grasps, ${count("points")} points` +
    (kept ? "" : ". This browser keeps nothing: save before you leave");
  for (const mode of ["grasp", "point"]) element(mode).setAttribute("aria-pressed", state.mode === mode);
  [...element("list").children].forEach((row, i) => {
    row.setAttribute("aria-current", i === state.at);
    row.classList.toggle("labelled", isLabelled(data.photographs[i]));
  });
  draw();
};
const showList = () => data.photographs.forEach((p, i) => {
  const row = document.createElement("button");
  row.textContent = p.id;
  row.onclick = () => go(i);
  element("list").append(row);
});
)js";

/// What a person does: mouse, keys and buttons.
constexpr auto input = R"js(
let drag = null;  // what moves with the mouse: a function of the point
const place = event => {
  const box = drawing.getBoundingClientRect(), { width, height } = photograph();
  const inside = (share, size) => hundredths(Math.min(Math.max(share, 0), 1) * size - 0.5);
  return { x: inside((event.clientX - box.left) / box.width, width), y: inside((event.clientY - box.top) / box.height, height) };
};
const changed = () => { keep(); show(); };
const selectFirstProposal = () => selected = proposals().length ? { list: "proposals", index: 0 } : null;
const go = at => {
  if (at < 0 || at >= data.photographs.length) return;
  state.at = at;
  draft = [];
  selectFirstProposal();
  element("list").children[at].scrollIntoView({ block: "nearest" });
  changed();
};

const addGrasp = grasp => {
  remember();
  labels().grasps.push(grasp);
  state.jaw = grasp.jaw;
  draft = [];
  selected = { list: "grasps", index: labels().grasps.length - 1 };
  changed();
};
/// A proposal that is accepted, as it is or to be corrected, is a label.
const accept = proposal => {
  remember();
  labels().decided.push(nameOf(proposal));
  labels().grasps.push({ ...proposal });
};
const acceptSelected = () => {
  const proposal = selected && selected.list === "proposals" ? proposals()[selected.index] : proposals()[0];
  if (!proposal) return;
  accept(proposal);
  selectFirstProposal();
  changed();
};
const remove = () => {
  if (draft.length) draft = [];
  else if (selected) {
    const { list, index } = selected;
    remember();
    if (list === "proposals") labels().decided.push(nameOf(proposals()[index]));
    else labels()[list].splice(index, 1);
    selectFirstProposal();
  }
  changed();
};
const selectNext = () => {
  const all = Object.entries(lists()).flatMap(([list, each]) => each.map((_, index) => ({ list, index })));
  const now = all.findIndex(each => selected && each.list === selected.list && each.index === selected.index);
  selected = all.length ? all[(now + 1) % all.length] : null;
  show();
};

/// Moving a handle of what is selected, or all of it, corrects it.
const startDrag = (handle, p) => {
  const { list, index } = selected, [a, b] = list === "points" ? [] : endsOf(lists()[list][index]);
  let first = true;
  drag = to => {
    if (first && distance(p, to) < 2 * perPixel()) return;
    if (first && list === "proposals") {
      accept(proposals()[index]);
      selected = { list: "grasps", index: labels().grasps.length - 1 };
    } else if (first) remember();
    first = false;
    const one = labels()[selected.list][selected.index];
    if (handle === "first") Object.assign(one, graspBetween(to, b, one.jaw));
    else if (handle === "second") Object.assign(one, graspBetween(a, to, one.jaw));
    else if (handle === "jaw") one.jaw = jawThrough(one, to);
    else Object.assign(one, { x: to.x, y: to.y });
    draw();
  };
};
const near = (a, b) => distance(a, b) < 8 * perPixel();
const handleAt = p => {
  if (!selected || selected.list === "points") return null;
  const hit = Object.entries(handlesOf(lists()[selected.list][selected.index])).find(([, at]) => near(at, p));
  return hit ? hit[0] : null;
};
const labelAt = p => {
  for (const [list, all] of Object.entries(lists()).reverse()) {
    const index = all.findIndex(each => near(each, p));
    if (index >= 0) return { list, index };
  }
  return null;
};
const addPoint = p => {
  remember();
  labels().points.push(p);
  selected = { list: "points", index: labels().points.length - 1 };
};

drawing.onpointerdown = event => {
  if (event.button !== 0) return;
  event.preventDefault();
  const p = pointer = place(event);
  if (draft.length === 2) {
    drag = () => draw();
  } else if (draft.length === 1) {
    if (!near(draft[0], p)) draft.push(p);
  } else if (handleAt(p)) {
    startDrag(handleAt(p), p);
  } else if (labelAt(p)) {
    selected = labelAt(p);
    startDrag("centre", p);
  } else if (state.mode === "point") {
    addPoint(p);
  } else {
    selected = null;
    draft = [p];
  }
  changed();
};
window.onpointermove = event => {
  pointer = place(event);
  if (drag) drag(pointer);
  else if (draft.length) draw();
};
window.onpointerup = event => {
  if (!drag) return;
  pointer = place(event);
  drag(pointer);
  drag = null;
  if (draft.length === 2 && draftGrasp().jaw > 0) addGrasp(draftGrasp());
  else changed();
};

const setMode = mode => { state.mode = mode; draft = []; changed(); };
const save = () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(dataSet(), null, 1) + "\n"], { type: "application/json" }));
  link.download = "labels.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};
const undo = () => { draft = []; stepBack(); selectFirstProposal(); changed(); };
const keys = {
  ArrowRight: () => go(state.at + 1), n: () => go(state.at + 1), ArrowLeft: () => go(state.at - 1), b: () => go(state.at - 1),
  a: acceptSelected, x: remove, Delete: remove, Backspace: remove, t: selectNext, u: undo, s: save,
  g: () => setMode("grasp"), p: () => setMode("point"), Escape: () => { draft = []; selected = null; show(); }
};
window.onkeydown = event => {
  const key = event.ctrlKey || event.metaKey ? { z: "u", s: "s" }[event.key] : event.key;
  if (!keys[key] || event.altKey) return;
  event.preventDefault();
  keys[key]();
};
element("grasp").onclick = () => setMode("grasp");
element("point").onclick = () => setMode("point");
element("save").onclick = save;
window.onresize = draw;
showList();
go(Math.min(state.at, data.photographs.length - 1));
)js";

}  // namespace

std::string label_script() { return std::string("\"use strict\";") + geometry + state + view + input; }

}  // namespace suregrasp::cli
