// The page of `kg plot`: a part of the graph with all its sentences, in one file.
import { combo } from "./combo.js";
import { h, number, plural } from "./dom.js";
import { curve, uncrowded } from "./geometry.js";
import { badge, outside, sentence } from "./words.js";

/** @type {any} */
const d3 = /** @type {any} */ (globalThis).d3;
const element = (id) => /** @type {any} */ (document.getElementById(id));
const data = JSON.parse(element("data").textContent);
const { nodes, edges, statements, articles } = data;
const relations = new Map(data.relations.map((relation) => [relation.name, relation]));
const on = { modality: new Set(firstShown()), relation: new Set(relations.keys()) };
// What is asserted, or everything where nothing is.
function firstShown() {
  const direct = ["actual", "planned"];
  return statements.some((one) => direct.includes(one.modality)) ? direct : data.modalities;
}
const panel = element("panel");
/** @type {any} */
let chosen = null; // {node} or {edge}

const label = (name) => relations.get(name).label;

for (const edge of edges) {
  edge.source = nodes[edge.s];
  edge.target = nodes[edge.o];
  edge.told = edge.said.map((i) => statements[i]);
}
nodes.forEach((node, i) => Object.assign(node, { index: i, edges: edges.filter((edge) => edge.s === i || edge.o === i) }));

// What is shown: an edge with the statements that the filters leave it, a node with an edge (or chosen, or without any at all).
const shown = (edge) => (on.relation.has(edge.r) ? edge.told.filter((one) => on.modality.has(one.modality)) : []);
const countOf = (modality) => statements.filter((one) => one.modality === modality).length;
const strongest = (told) => data.modalities.find((modality) => told.some((one) => one.modality === modality));
const articleCount = (told) => new Set(told.map((one) => one.article)).size;

// The drawing
const svg = d3.select("#drawing");
const view = svg.append("g");
const edgeLayer = view.append("g");
const nodeLayer = view.append("g");
const radius = (node) => 6 + 2.6 * Math.sqrt(node.edges.length);
const grouped = (all, key) => {
  const groups = new Map();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) || []), one]);
  return groups;
};
const pairs = grouped(edges, (edge) => [edge.s, edge.o].sort((a, b) => a - b).join(" "));
for (const group of pairs.values()) {
  group.forEach((edge, i) => {
    const bend = (i - (group.length - 1) / 2) * Math.min(0.34, 1.2 / group.length);
    edge.bend = edge.s < edge.o ? bend : -bend;
  });
}

const colour = (element, value) => element.style("--colour", value);
const edgeMarks = edgeLayer
  .selectAll("g")
  .data(edges)
  .enter()
  .append("g")
  .attr("class", "edge")
  .on("click", (edge) => (d3.event.stopPropagation(), choose({ edge })));
edgeMarks.each(function (edge) {
  colour(d3.select(this), relations.get(edge.r).colour);
});
edgeMarks.append("path").attr("class", "reach");
edgeMarks.append("path").attr("class", "line");
edgeMarks.filter((edge) => !edge.both).append("path").attr("class", "head").attr("d", "M0,0L-10,4.2L-8,0L-10,-4.2Z");
edgeMarks.append("title").text((edge) => `${edge.source.label} ${label(edge.r)} ${edge.target.label}`);

const nodeMarks = nodeLayer
  .selectAll("g")
  .data(nodes)
  .enter()
  .append("g")
  .attr("class", "node")
  .attr("tabindex", 0)
  .attr("role", "button")
  .attr("aria-label", (node) => `${node.label}, ${node.cls}, ${plural(node.edges.length, "edge")}`)
  .on("click", (node) => (d3.event.stopPropagation(), choose({ node })))
  .on("keydown", (node) => {
    if (d3.event.key === "Enter" || d3.event.key === " ") {
      d3.event.preventDefault();
      choose({ node }, true);
    }
  })
  .call(
    d3
      .drag()
      .clickDistance(4)
      .on("drag", (node) => {
        node.x = d3.event.x;
        node.y = d3.event.y;
        place();
      })
      .on("end", () => crowd(d3.zoomTransform(svg.node()).k)),
  );
nodeMarks.each(function (node) {
  colour(d3.select(this), data.families[node.family].line);
});
nodeMarks.append("circle").attr("r", radius);
nodeMarks.each(function (node) {
  node.lines = wrapped(node.label);
  const text = d3.select(this).append("text");
  node.lines.forEach((line, i) => text.append("tspan").attr("x", 0).attr("y", radius(node) + 3).attr("dy", `${1 + 1.08 * i}em`).text(line));
});

function wrapped(text) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines[lines.length - 1];
    if (line && line.length + word.length > 20) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines.length > 3 ? [...lines.slice(0, 2), lines[2] + "…"] : lines;
}

function place() {
  nodeMarks.attr("transform", (node) => `translate(${node.x},${node.y})`);
  edgeMarks.each(function (edge) {
    const { path, arrow } = curve(edge, radius, edge.both ? 1 : 3);
    const mark = d3.select(this);
    mark.selectAll(".line,.reach").attr("d", path);
    mark.select(".head").attr("transform", arrow);
  });
}

const zoom = d3
  .zoom()
  .scaleExtent([0.08, 6])
  .on("zoom", () => {
    const { transform } = d3.event;
    view.attr("transform", transform);
    crowd(transform.k);
  });
svg.call(zoom).on("dblclick.zoom", null).on("click", () => choose(null));

// Names that would lie on each other: the entity with most edges keeps its own, the others get theirs back the closer one looks.
const order = new Map([...nodes].sort((a, b) => b.edges.length - a.edges.length || a.index - b.index).map((node, i) => [node, i]));
const placeOf = (node) => order.get(node) ?? 0;
function crowd(scale) {
  const size = 12.5 / Math.sqrt(scale);
  nodeLayer.style("font-size", `${size}px`);
  const box = (node) => {
    const [wide, top] = [0.27 * size * Math.max(...node.lines.map((line) => line.length)), node.y + radius(node) + 3];
    return [node.x - wide, top, node.x + wide, top + 1.08 * size * node.lines.length];
  };
  const first = chosen?.node ? [chosen.node] : [];
  const written = uncrowded([...first, ...[...order.keys()].filter((node) => node !== chosen?.node)].filter((node) => !node.hidden), box);
  nodeMarks.classed("unwritten", (node) => !written.has(node));
}

const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const glide = () => (still ? svg : svg.transition().duration(350));
function fit(smooth = true) {
  const { width, height } = svg.node().getBoundingClientRect();
  if (!nodes.length || !width) return;
  const [left, right] = d3.extent(nodes, (node) => node.x);
  const [top, bottom] = d3.extent(nodes, (node) => node.y);
  const scale = Math.min(1.6, width / (right - left + 190), height / (bottom - top + 120));
  const target = d3.zoomIdentity.translate(width / 2, height / 2).scale(scale).translate(-(left + right) / 2, -(top + bottom) / 2 - 8);
  (smooth ? glide() : svg).call(zoom.transform, target);
}
function centre(node) {
  const { width, height } = svg.node().getBoundingClientRect();
  const scale = Math.max(1, d3.zoomTransform(svg.node()).k);
  glide().call(zoom.transform, d3.zoomIdentity.translate(width / 2, height / 2).scale(scale).translate(-node.x, -node.y));
}
const bigger = (factor) => glide().call(zoom.scaleBy, factor);
element("in").addEventListener("click", () => bigger(1.4));
element("out").addEventListener("click", () => bigger(1 / 1.4));
element("fit").addEventListener("click", () => fit());
svg.on("keydown", () => {
  const event = d3.event;
  const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
  if (step) svg.call(zoom.translateBy, step[0] / d3.zoomTransform(svg.node()).k, step[1] / d3.zoomTransform(svg.node()).k);
  else if (event.key === "+" || event.key === "=") bigger(1.4);
  else if (event.key === "-") bigger(1 / 1.4);
  else if (event.key === "0") fit();
  else return;
  event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") choose(null);
  else if (event.key === "/" && !(event.target instanceof Element && event.target.closest("input"))) {
    event.preventDefault();
    element("search").querySelector("input").focus();
  }
});

// Filters
function update() {
  let [visible, said] = [0, 0];
  const linked = new Set();
  const sources = new Set();
  for (const edge of edges) {
    edge.shown = shown(edge);
    if (!edge.shown.length) continue;
    visible += 1;
    said += edge.shown.length;
    edge.shown.forEach((one) => sources.add(one.article));
    linked.add(edge.source).add(edge.target);
  }
  const held = chosen && chosen.edge ? [chosen.edge] : chosen ? chosen.node.edges.filter((edge) => edge.shown.length) : null;
  const near = held && new Set([...held.flatMap((edge) => [edge.source, edge.target]), ...(chosen.node ? [chosen.node] : [])]);
  const seen = (node) => linked.has(node) || !node.edges.length || (chosen && chosen.node === node);
  nodeMarks
    .each((node) => (node.hidden = !seen(node)))
    .attr("display", (node) => (node.hidden ? "none" : null))
    .classed("chosen", (node) => !!chosen && chosen.node === node)
    .classed("faded", (node) => !!near && !near.has(node));
  edgeMarks
    .attr("display", (edge) => (edge.shown.length ? null : "none"))
    .classed("chosen", (edge) => !!chosen && chosen.edge === edge)
    .classed("faded", (edge) => !!held && !held.includes(edge));
  edgeMarks
    .select(".line")
    .attr("class", (edge) => `line ${strongest(edge.shown) || ""}`)
    .style("stroke-width", (edge) => `${1.4 + Math.log2(articleCount(edge.shown) || 1)}px`);
  const entities = nodes.filter(seen).length;
  element("counts").textContent =
    `${plural(entities, "entity", "entities")} · ${plural(visible, "edge")} · ${plural(said, "statement")} · ${plural(sources.size, "article")}`;
  tellHidden();
  crowd(d3.zoomTransform(svg.node()).k);
  tell();
}

// What the reader does not see, in words: the modalities that are off and how many statements of each there are.
function tellHidden() {
  const off = data.modalities.filter((modality) => !on.modality.has(modality) && countOf(modality));
  const relationsOff = data.relations.length - on.relation.size;
  const parts = off.map((modality) => plural(countOf(modality), `${modality} statement`));
  if (relationsOff) parts.push(plural(relationsOff, "relation"));
  element("hidden").textContent = parts.length ? `Hidden: ${parts.join(", ")}` : "";
}

const drawn = (width, inside) => {
  const key = d3.create("svg").attr("width", width).attr("height", 12).attr("aria-hidden", "true").attr("class", "key");
  inside(key);
  return key.node();
};
const tick = (kind, name, key, words, count) => {
  const box = h("input", { type: "checkbox", "data-kind": kind, value: name });
  box.checked = on[kind].has(name);
  box.addEventListener("change", () => {
    on[kind][box.checked ? "add" : "delete"](name);
    update();
  });
  return h("label", {}, box, key, h("span", { class: "name" }, words), h("span", { class: "number" }, number(count)));
};
const line = (shade, kind, arrow) =>
  drawn(26, (key) => {
    colour(key, shade);
    key.append("path").attr("class", `line ${kind}`).attr("d", "M1,6H25").attr("stroke-width", 2);
    if (arrow) key.append("path").attr("class", "head").attr("d", "M26,6L17,2L17,10Z");
  });
for (const modality of data.modalities) {
  const count = countOf(modality);
  element("modalities").append(tick("modality", modality, line("#7d7d7d", modality, false), modality, count));
}
const relationList = element("relations");
for (const relation of data.relations) {
  const mine = edges.filter((edge) => edge.r === relation.name);
  relationList.append(tick("relation", relation.name, line(relation.colour, "", !mine[0].both), relation.label, mine.length));
}
const setAll = (checked) => {
  for (const box of relationList.querySelectorAll("input")) {
    box.checked = checked;
    on.relation[checked ? "add" : "delete"](box.value);
  }
  update();
};
element("all").addEventListener("click", () => setAll(true));
element("none").addEventListener("click", () => setAll(false));
for (const [name, kind] of Object.entries(data.families)) {
  const count = nodes.filter((node) => node.family === name).length;
  if (!count) continue;
  const dot = drawn(14, (key) => colour(key.append("circle").attr("cx", 7).attr("cy", 6).attr("r", 5.5).attr("class", "head"), kind.line));
  const row = h("div", {}, dot, h("span", { class: "name" }, kind.label), h("span", { class: "number" }, number(count)));
  element("families").append(row);
}

// The panel
const time = (one) => (one.begin && one.end && one.begin !== one.end ? `${one.begin} to ${one.end}` : one.begin || (one.end ? `until ${one.end}` : ""));

function choose(what, moveFocus = false) {
  chosen = what;
  update();
  if (what && moveFocus) panel.focus();
  if (what) panel.scrollTop = 0;
}

function tell() {
  if (chosen && chosen.node) panel.replaceChildren(...tellNode(chosen.node));
  else if (chosen && chosen.edge) panel.replaceChildren(...tellEdge(chosen.edge));
  else panel.replaceChildren(...tellNothing());
}

const tellNothing = () => [
  h("h2", {}, "Who does what to whom"),
  data.note ? h("p", {}, `Drawn: ${data.note}.`) : "",
  h("p", {}, "Choose a line to read the sentences behind it, or a dot for what is known of it."),
  h("p", { class: "quiet" }, "Drag to move, scroll to zoom. Keys: / finds, Tab walks through the entities, Enter opens one, arrows move, + and − zoom, 0 shows everything, Esc closes."),
  h("h3", {}, "Most edges"),
  h("ul", { class: "links" }, ...busiest().slice(0, 12).map((node) => h("li", {}, nodeButton(node)))),
];
const edgeCount = (node) => node.edges.filter((edge) => edge.shown.length).length;
const busiest = () => [...order.keys()].filter(edgeCount).sort((a, b) => edgeCount(b) - edgeCount(a) || placeOf(a) - placeOf(b));
const nodeButton = (node) =>
  h("button", { type: "button", onclick: () => go(node) }, h("span", {}, node.label), h("span", { class: "number" }, plural(edgeCount(node), "edge")));
const go = (node) => {
  centre(node);
  choose({ node }, true);
};

function tellNode(node) {
  const rows = [
    ["Class", node.cls],
    ["Country", node.country],
    ["Sector", node.sector],
    ["Also called", node.names && node.names.join(", ")],
    ["Id", node.id],
  ].filter(([, value]) => value);
  const facts = h("dl", { class: "facts" }, ...rows.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
  for (const address of node.links || []) facts.append(h("dt", {}, "Same as"), h("dd", {}, outside(address, address.replace(/^https?:\/\/(www\.)?/, ""))));
  const parts = [h("h2", {}, node.label), facts];
  const groups = grouped(node.edges.filter((edge) => edge.shown.length), (edge) => edge.r);
  for (const relation of data.relations.filter(({ name }) => groups.has(name))) {
    const list = groups.get(relation.name).map((edge) => h("li", {}, edgeButton(edge, node)));
    parts.push(h("h3", {}, relation.label), h("ul", { class: "links" }, ...list));
  }
  if (!groups.size) parts.push(h("p", { class: "quiet" }, "Nothing of what is shown speaks of it."));
  return parts;
}
function edgeButton(edge, node) {
  const arrow = edge.both ? "↔" : edge.source === node ? "→" : "←";
  const other = edge.source === node ? edge.target : edge.source;
  const told = `${strongest(edge.shown)}, ${plural(articleCount(edge.shown), "article")}`;
  return h("button", { type: "button", onclick: () => choose({ edge }, true) }, h("span", {}, `${arrow} ${other.label}`), h("span", { class: "number" }, told));
}

function tellEdge(edge) {
  const end = (node) => h("button", { type: "button", onclick: () => go(node) }, node.label);
  const head = h("h2", { class: "say" }, end(edge.source), ` ${edge.both ? "↔" : ""} ${label(edge.r)} ${edge.both ? "" : "→"} `, end(edge.target));
  const count = h("p", { class: "quiet" }, `${plural(edge.shown.length, "statement")} in ${plural(articleCount(edge.shown), "article")}`);
  return [head, count, ...edge.shown.map(tellStatement)];
}

function tellStatement(one) {
  const article = articles[one.article];
  const badges = [one.modality, time(one), ...(one.others || []).map(([role, name]) => `${role}: ${name}`), one.quantity && `quantity: ${one.quantity}`];
  const title = article.title || article.id;
  const where = [article.source, article.date].filter(Boolean).join(", ");
  return h(
    "article",
    { class: "card" },
    sentence(one.parts),
    h("div", {}, ...badges.filter(Boolean).map((text) => badge(text))),
    one.by ? h("p", {}, `according to ${one.by}`) : null,
    h("p", {}, article.url ? outside(article.url, title) : title, where ? ` · ${where}` : ""),
    h("p", {}, `pattern ${one.pattern} · confidence ${one.confidence.toFixed(2)}`),
  );
}

// Finding
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const names = nodes.map((node) => [node.label, ...(node.names || []), node.id].map(fold));
async function find(typed) {
  const wanted = fold(typed);
  const rank = (node) => {
    const all = names[node.index];
    if (all[0] === wanted) return 0;
    if (all[0].startsWith(wanted)) return 1;
    if (all.some((name) => name.startsWith(wanted) || name.includes(` ${wanted}`))) return 2;
    return all.some((name) => name.includes(wanted)) ? 3 : 9;
  };
  return [...order.keys()].filter((node) => rank(node) < 9).sort((a, b) => rank(a) - rank(b) || placeOf(a) - placeOf(b)).slice(0, 12);
}
element("search").append(combo({ label: "Find", placeholder: "an actor, place, capability …", find, take: go }));

place();
if (typeof data.focus === "number") chosen = { node: nodes[data.focus] };
update();
fit(false);
window.addEventListener("resize", () => fit(false));
