// The network around an entity or of a selection, drawn to explore and to take away.
import { get, meta } from "./api.js";
import { announce, empty, h, later, number, plural, save, span } from "./dom.js";
import { csv, gexf, png, svgText } from "./export.js";
import { bar, tones } from "./filters.js";
import { curve, uncrowded } from "./geometry.js";
import { entityField } from "./search.js";
import { change, entityAddress, filters, go, state } from "./state.js";
import { open, who } from "./statement.js";

/** @type {any} */
const d3 = /** @type {any} */ (globalThis).d3;
const STRENGTH = ["actual", "planned", "possible", "negated"];

export async function network() {
  const now = state();
  const id = now.get("id");
  const level = now.get("level") ?? "actor";
  const limit = now.get("limit") ?? "60";
  const [known, card] = await Promise.all([meta(), id ? get("entity", { id }) : null]);
  const given = { ...filters(now), entity: id, level, limit, acting: level === "country" };
  const select = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string} */ value, /** @type {string[][]} */ options) =>
    h("label", {}, `${label} `, h("select", { onchange: (/** @type {any} */ event) => change({ [name]: event.target.value }) }, options.map(([one, text]) => h("option", { value: one, selected: one === value }, text))));
  return [
    h("h1", {}, card ? ["Around ", who(card)] : "Network"),
    h("div", { class: "pickers" },
      entityField({ label: "Around", placeholder: "Around whom? Everybody", value: card?.label ?? "", take: (one) => change({ id: one.id }) }),
      id ? h("button", { type: "button", onclick: () => change({ id: null }) }, "Everybody") : null,
      select("level", "of", level, [["actor", "actors"], ["country", "countries"], ["all", "actors and things"]]),
      select("limit", "at most", limit, ["20", "40", "60", "100", "200", "400"].map((n) => [n, n]))),
    await bar(id ? { entity: id } : {}),
    later(get("network", given).then((found) => drawn(found, known, card, given)), "stage"),
  ];
}

/** @param {any} found @param {any} known @param {any} card @param {any} given */
function drawn(found, known, card, given) {
  if (!found.edges.length) return empty("No edges with these filters.");
  const labels = new Map(known.relations.map((/** @type {any} */ one) => [one.name, one.label]));
  const { nodes, links } = shaped(found, tones(known));
  const picture = draw(nodes, links, card?.id, labels, given);
  const button = (/** @type {string} */ name, /** @type {() => void} */ act) => h("button", { type: "button", onclick: act }, name);
  const [entities, edges] = found.of;
  const told = nodes.length < entities ? `the ${number(nodes.length)} most linked of ${plural(entities, "entity", "entities")}, ${number(found.edges.length)} of ${plural(edges, "edge")}` : `${plural(nodes.length, "entity", "entities")}, ${plural(found.edges.length, "edge")}`;
  announce(`Drawn: ${told}`);
  const table = h("details", {}, h("summary", {}, "The same as a table"), h("div", { class: "scroll" }, h("table", {},
    h("thead", {}, h("tr", {}, ["from", "relation", "to", "articles", "time"].map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", {}, found.edges.slice(0, 500).map((/** @type {any} */ edge) => {
      const [from, to] = [edge.source, edge.target].map((one) => nodes.find((/** @type {any} */ node) => node.id === one));
      return h("tr", {}, h("td", {}, who(from)), h("td", {}, labels.get(edge.relation) ?? edge.relation), h("td", {}, who(to)),
        h("td", {}, h("button", { type: "button", class: "count", onclick: () => openEdge(from, to, given, edge.relation, labels) }, number(edge.weight))), h("td", {}, edge.first ? span(edge.first, edge.last) : ""));
    })))));
  return [
    h("p", { class: "row quiet" }, h("span", {}, told), h("span", { class: "spacer" }), h("span", {}, "Take away: "),
      button("PNG", () => png(picture.svg)), button("SVG", () => save("network.svg", new Blob([svgText(picture.svg)], { type: "image/svg+xml" }))),
      button("GEXF", () => save("network.gexf", new Blob([gexf(found)], { type: "application/xml" }))),
      button("CSV", () => save("network.csv", new Blob([csv(found, labels)], { type: "text/csv" })))),
    picture.place,
    h("p", { class: "quiet keys" }, h("span", { class: "key tone-cooperation" }, "cooperation"), h("span", { class: "key tone-conflict" }, "conflict"), h("span", { class: "key tone-neither" }, "neither"), h("span", {}, "An arrow points at the one acted on; its width counts articles.")),
    table,
  ];
}

/** Nodes, and one link for each pair and direction. @param {any} found @param {Map<string, string>} tone */
export function shaped(found, tone) {
  const nodes = found.nodes.map((/** @type {any} */ node) => ({ ...node }));
  const index = new Map(nodes.map((/** @type {any} */ node) => [node.id, node]));
  /** @type {Map<string, any>} */
  const links = new Map();
  for (const edge of found.edges) {
    const key = `${edge.source} ${edge.target}`;
    const link = links.get(key) ?? { source: index.get(edge.source), target: index.get(edge.target), weight: 0, both: true, edges: [], tones: {} };
    links.set(key, link);
    link.weight += edge.weight;
    link.both &&= edge.symmetric;
    link.edges.push(edge);
    const name = tone.get(edge.relation) || "neither";
    link.tones[name] = (link.tones[name] ?? 0) + edge.weight;
  }
  for (const link of links.values()) {
    link.tone = Object.entries(link.tones).sort((a, b) => Number(b[1]) - Number(a[1]))[0][0];
    link.modality = STRENGTH.find((name) => link.edges.some((/** @type {any} */ edge) => edge.modality === name));
    link.bend = links.has(`${link.target.id} ${link.source.id}`) ? 0.14 : 0;
  }
  return { nodes, links: [...links.values()] };
}

/** @param {any} from @param {any} to @param {any} given @param {string | null} relation @param {Map<string, string>} labels */
function openEdge(from, to, given, relation, labels) {
  const { level, limit, entity, ...rest } = given;
  const said = relation ? labels.get(relation) ?? relation : "and";
  open(`${from.label} ${said} ${to.label}`, { ...rest, acting: level === "country" || null, entity: from.id, other: to.id, ...(relation ? { relation } : {}) });
}

/** @param {any[]} nodes @param {any[]} links @param {string | undefined} centre @param {Map<string, string>} labels @param {any} given */
function draw(nodes, links, centre, labels, given) {
  const narrow = matchMedia("(max-width: 600px)").matches;
  const [width, height] = narrow ? [480, 600] : [1000, 640];
  const most = d3.max(links, (/** @type {any} */ link) => link.weight) || 1;
  const thick = d3.scaleSqrt().domain([1, Math.max(2, most)]).range([1.2, 8]);
  const size = d3.scaleSqrt().domain([0, d3.max(nodes, (/** @type {any} */ node) => node.said) || 1]).range([4, 20]);
  const force = d3.forceSimulation(nodes)
    .force("link", d3.forceLink(links).distance(nodes.length > 100 || narrow ? 70 : 110).strength(0.25))
    .force("charge", d3.forceManyBody().strength((nodes.length > 150 ? -180 : -420) * (narrow ? 0.6 : 1)))
    .force("x", d3.forceX(width / 2).strength(narrow ? 0.1 : 0.07)).force("y", d3.forceY(height / 2).strength(narrow ? 0.07 : 0.13))
    .force("apart", d3.forceCollide((/** @type {any} */ node) => size(node.said) + 14)).stop();
  if (centre) for (const node of nodes) if (node.id === centre) [node.fx, node.fy] = [width / 2, height / 2];
  for (let i = 0; i < 300; i += 1) force.tick();

  const svg = d3.create("svg").attr("class", "network").attr("viewBox", `0 0 ${width} ${height}`).attr("role", "group").attr("aria-label", "Network; the same as the table below");
  const view = svg.append("g");
  const edges = view.append("g").selectAll("g").data(links).enter().append("g").attr("class", (/** @type {any} */ link) => `edge tone-${link.tone} ${link.modality}`);
  edges.append("path").attr("class", "reach");
  edges.append("path").attr("class", "line").attr("stroke-width", (/** @type {any} */ link) => thick(link.weight));
  edges.filter((/** @type {any} */ link) => !link.both).append("path").attr("class", "arrow").attr("d", (/** @type {any} */ link) => arrowHead(thick(link.weight)));
  edges.append("title").text((/** @type {any} */ link) => `${link.source.label} → ${link.target.label}\n${link.edges.map((/** @type {any} */ edge) => `${labels.get(edge.relation) ?? edge.relation} (${edge.weight})`).join("\n")}`);
  edges.on("click", (/** @type {any} */ link) => openEdge(link.source, link.target, given, link.edges.length === 1 ? link.edges[0].relation : null, labels));

  const marks = view.append("g").selectAll("a").data(nodes).enter().append("a")
    .attr("class", (/** @type {any} */ node) => `node ${node.id.split("/")[0]}${node.id === centre ? " chosen" : ""}`).attr("href", (/** @type {any} */ node) => entityAddress(node)).attr("aria-label", (/** @type {any} */ node) => [...new Set([shortened(node.label), node.label, node.cls])].join(", "))
    .on("click", (/** @type {any} */ node) => { d3.event.preventDefault(); go(entityAddress(node)); })
    .on("mouseenter", (/** @type {any} */ node) => light(node)).on("mouseleave", () => light(null)).on("focus", (/** @type {any} */ node) => light(node)).on("blur", () => light(null))
    .call(d3.drag().clickDistance(4).on("drag", (/** @type {any} */ node) => { [node.x, node.y] = [d3.event.x, d3.event.y]; place(); }));
  marks.append("circle").attr("r", (/** @type {any} */ node) => size(node.said));
  marks.append("text").attr("dy", (/** @type {any} */ node) => size(node.said) + 13).text((/** @type {any} */ node) => shortened(node.label));
  marks.append("title").text((/** @type {any} */ node) => `${node.label} (${node.cls})`);

  /** @param {any} node */
  function light(node) {
    const near = new Set(node ? links.filter((link) => link.source === node || link.target === node).flatMap((link) => [link.source, link.target]) : []);
    marks.classed("faded", (/** @type {any} */ one) => node && one !== node && !near.has(one));
    edges.classed("faded", (/** @type {any} */ link) => node && link.source !== node && link.target !== node);
  }

  function place() {
    marks.attr("transform", (/** @type {any} */ node) => `translate(${node.x},${node.y})`);
    edges.each(function (/** @type {any} */ link) {
      const { path, arrow } = curve(link, (node) => size(node.said), link.both ? 1 : 4 + thick(link.weight));
      // @ts-ignore: d3 hands over the element as `this`
      const group = d3.select(this);
      group.selectAll(".line,.reach").attr("d", path);
      group.select(".arrow").attr("transform", arrow);
    });
    crowd();
  }

  let scale = 1;
  const order = [...nodes].sort((a, b) => b.said - a.said);
  /** Hides names that would lie on a more important one. */
  function crowd() {
    const font = 12.5 / Math.sqrt(scale);
    marks.select("text").style("font-size", `${font}px`).attr("dy", (/** @type {any} */ node) => size(node.said) + font);
    const dots = nodes.map((node) => [node.x - size(node.said), node.y - size(node.said), node.x + size(node.said), node.y + size(node.said)]);
    const box = (/** @type {any} */ node) => {
      const [half, top] = [Math.min(node.label.length, 27) * font * 0.29, node.y + size(node.said) + 1];
      return [node.x - half, top, node.x + half, top + font * 1.15];
    };
    const shown = uncrowded(order, box, dots, nodes.find((node) => node.id === centre));
    marks.classed("unnamed", (/** @type {any} */ node) => !shown.has(node));
  }

  const zoom = d3.zoom().extent([[0, 0], [width, height]]).scaleExtent([0.2, 8]).on("zoom", () => {
    const { transform } = d3.event;
    view.attr("transform", transform);
    if (transform.k !== scale) {
      scale = transform.k;
      crowd();
    }
  });
  svg.call(zoom).on("dblclick.zoom", null);
  place();
  const half = (/** @type {any} */ node) => Math.min(node.label.length, 27) * 3.7;
  const xs = [d3.min(nodes, (/** @type {any} */ node) => node.x - half(node)), d3.max(nodes, (/** @type {any} */ node) => node.x + half(node))];
  const ys = d3.extent(nodes, (/** @type {any} */ node) => node.y);
  const k = Math.min(1.6, 0.96 * Math.min(width / (xs[1] - xs[0]), height / (ys[1] - ys[0] + 90)));
  svg.call(zoom.transform, d3.zoomIdentity.translate(width / 2, height / 2).scale(k).translate(-(xs[0] + xs[1]) / 2, -(ys[0] + ys[1]) / 2 - 8));
  const by = (/** @type {number} */ factor) => svg.call(zoom.scaleBy, factor);
  const buttons = h("div", { class: "zoom" }, h("button", { type: "button", "aria-label": "Larger", onclick: () => by(1.4) }, "+"), h("button", { type: "button", "aria-label": "Smaller", onclick: () => by(1 / 1.4) }, "−"));
  return { svg: svg.node(), place: h("div", { class: "drawing" }, svg.node(), buttons) };
}

/** A name as the picture has it. @param {string} label */
const shortened = (label) => (label.length > 28 ? `${label.slice(0, 26)}…` : label);

/** @param {number} width */
const arrowHead = (width) => `M${4 + width},0L-3,${3 + width * 0.8}L-1,0L-3,${-3 - width * 0.8}Z`;
