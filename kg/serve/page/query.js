// SPARQL: an editor, the stored queries as forms, and results as a table, a chart or a network.
import { get, meta, query as ask } from "./api.js";
import { empty, fault, h, number, plural, save } from "./dom.js";
import { entityField } from "./search.js";
import { address, change, entityAddress, state } from "./state.js";

const START = "SELECT ?subject ?relation ?object WHERE {\n  ?statement rdf:subject ?s ; rdf:predicate ?relation ; rdf:object ?o ; kg:modality kg:actual .\n  ?s skos:prefLabel ?subject .\n  ?o skos:prefLabel ?object .\n}\nLIMIT 50\n";
const FILES = [["CSV", "text/csv", "csv"], ["TSV", "text/tab-separated-values", "tsv"], ["JSON", "application/sparql-results+json", "json"], ["XML", "application/sparql-results+xml", "xml"]];
const GRAPHS = [["Turtle", "text/turtle", "ttl"], ["N-Triples", "application/n-triples", "nt"], ["RDF/XML", "application/rdf+xml", "rdf"]];
const ROWS = 1000;

export async function query() {
  const now = state();
  const [known, stored] = await Promise.all([meta(), get("queries")]);
  const chosen = stored.find((/** @type {any} */ one) => one.name === now.get("stored"));
  const results = h("section", { "aria-label": "Results", class: "results" });
  const area = h("textarea", { "aria-label": "SPARQL", rows: 12, spellcheck: "false" }, now.get("sparql") ?? START);
  const place = h("div", { class: "editor" }, area);
  const run = h("button", { type: "button", class: "primary", onclick: () => start() }, "Run");
  const stop = h("button", { type: "button", hidden: true }, "Stop");
  /** @type {any} */
  let editor;
  const text = () => (editor ? editor.getValue() : area.value);

  async function start() {
    const sparql = text();
    const url = address({ view: "query", stored: now.get("stored"), ...Object.fromEntries([...now].filter(([name]) => name.startsWith("p."))), sparql });
    if (url.length < 6000) history.replaceState(null, "", url);
    const asking = new AbortController();
    stop.hidden = false;
    run.disabled = true;
    stop.onclick = () => asking.abort();
    results.replaceChildren(h("p", { class: "loading", role: "status" }, "Asking …"));
    try {
      const began = performance.now();
      const answer = await ask(sparql, "application/sparql-results+json, text/turtle;q=0.9", asking.signal);
      const kind = answer.headers.get("content-type") ?? "";
      const found = kind.includes("json") ? await answer.json() : await answer.text();
      results.replaceChildren(...shown(found, sparql, known, Math.round(performance.now() - began)));
    } catch (error) {
      results.replaceChildren(asking.signal.aborted ? empty("Stopped.") : fault(error));
    } finally {
      stop.hidden = true;
      run.disabled = false;
    }
  }

  const picker = h("select", { "aria-label": "Stored query", onchange: (/** @type {any} */ event) => change({ ...Object.fromEntries([...now.keys()].filter((name) => name.startsWith("p.")).map((name) => [name, null])), stored: event.target.value || null, sparql: null }) },
    h("option", { value: "" }, "Stored queries …"), stored.map((/** @type {any} */ one) => h("option", { value: one.name, selected: one === chosen }, one.title)));
  const form = chosen ? parameters(chosen, now, async (/** @type {any} */ params) => {
    const { sparql } = await get(`queries/${encodeURIComponent(chosen.name)}`, params);
    editor ? editor.setValue(sparql) : (area.value = sparql);
    await start();
  }) : null;
  queueMicrotask(async () => {
    editor = await highlight(area, known, start);
    if (chosen && !now.has("sparql")) form.requestSubmit();
    else if (now.has("sparql")) start();
  });
  return [
    h("h1", {}, "Query"), h("p", { class: "quiet" }, "SPARQL over all articles, the ontology and background knowledge. The usual prefixes need not be declared; Ctrl-Space completes, Ctrl-Enter runs. Programs ask at ", h("a", { href: "sparql" }, new URL("sparql", location.href).href), "."),
    picker, form, place, h("p", { class: "row" }, run, stop), results,
  ];
}

/** A stored query's parameters as a form. @param {any} chosen @param {URLSearchParams} now @param {(params: any) => Promise<void>} run */
function parameters(chosen, now, run) {
  const place = h("span");
  const fields = chosen.params.map((/** @type {any} */ one) => {
    const value = now.get(`p.${one.name}`) ?? "";
    const hint = one.default ? `default: ${one.default.replace(/^"|"(\^\^.*)?$/g, "")}` : "may be left out";
    const field = one.type === "name" ? entityField({ label: one.description || one.name, placeholder: hint, value, take: () => {} })
      : h("input", { type: one.type === "integer" ? "number" : "text", value, placeholder: one.type === "date" ? `2024-03-31; ${hint}` : hint });
    const input = field.matches("input") ? field : field.querySelector("input");
    input.name = one.name;
    return h("label", {}, h("span", {}, one.name, h("small", {}, ` ${one.description}`)), field);
  });
  return h("form", { class: "params", onsubmit: async (/** @type {any} */ event) => {
    event.preventDefault();
    const params = Object.fromEntries([...new FormData(event.target)].filter(([, value]) => value !== ""));
    const url = address({ view: "query", stored: chosen.name, ...Object.fromEntries(Object.entries(params).map(([name, value]) => [`p.${name}`, String(value)])) });
    history.replaceState(null, "", url);
    place.replaceChildren();
    try {
      await run(params);
    } catch (error) {
      place.replaceChildren(fault(error));
    }
  } }, h("p", {}, chosen.description), fields, fields.length ? h("button", {}, "Fill in and run") : h("button", { hidden: true }, "Run"), place);
}

/** @type {Promise<void> | undefined} */
let loaded;

function scripts() {
  const link = (/** @type {string} */ name) => document.head.append(h("link", { rel: "stylesheet", href: `assets/lib/${name}` }));
  const script = (/** @type {string} */ name) => new Promise((done, failed) => document.head.append(h("script", { src: `assets/lib/${name}`, onload: done, onerror: failed })));
  loaded ??= (async () => {
    ["codemirror.css", "show-hint.css"].forEach(link);
    for (const name of ["codemirror.js", "sparql.js", "show-hint.js", "matchbrackets.js"]) await script(name);
  })();
  return loaded;
}

/** Make the text field an editor. @param {HTMLTextAreaElement} area @param {any} known @param {() => void} run */
async function highlight(area, known, run) {
  await scripts();
  const { CodeMirror } = /** @type {any} */ (globalThis);
  const words = [
    ...Object.keys(known.prefixes).map((name) => `${name}:`),
    ...known.relations.map((/** @type {any} */ one) => `kg:${one.name}`), ...known.classes.map((/** @type {string} */ name) => `kg:${name}`), ...known.modalities.map((/** @type {string} */ name) => `kg:${name}`),
    "kg:modality", "kg:place", "kg:begin", "kg:end", "kg:confidence", "kg:attributedTo", "kg:country", "kg:iso3", "kg:describes", "rdf:subject", "rdf:predicate", "rdf:object", "skos:prefLabel", "skos:altLabel", "prov:wasDerivedFrom", "nif:anchorOf", "dcterms:issued", "dcterms:source", "dcterms:title",
    "SELECT", "DISTINCT", "WHERE", "OPTIONAL", "FILTER", "GROUP BY", "ORDER BY", "LIMIT", "COUNT", "CONSTRUCT", "ASK", "DESCRIBE", "VALUES", "BIND", "UNION", "GRAPH", "STR", "LCASE", "CONTAINS", "PREFIX",
  ];
  const hint = (/** @type {any} */ editor) => {
    const { line, ch } = editor.getCursor();
    const typed = /[?\w:]*$/.exec(editor.getLine(line).slice(0, ch))?.[0] ?? "";
    const variables = [...new Set(editor.getValue().match(/\?\w+/g) ?? [])].filter((one) => one !== typed);
    const found = (typed.startsWith("?") ? variables : words).filter((one) => one.toLowerCase().includes(typed.toLowerCase()))
      .sort((a, b) => Number(b.toLowerCase().startsWith(typed.toLowerCase())) - Number(a.toLowerCase().startsWith(typed.toLowerCase())));
    return { list: [...new Set(found)].slice(0, 60), from: CodeMirror.Pos(line, ch - typed.length), to: CodeMirror.Pos(line, ch) };
  };
  const editor = CodeMirror.fromTextArea(area, { mode: "application/sparql-query", lineNumbers: true, matchBrackets: true, lineWrapping: true, viewportMargin: 200,
    extraKeys: { "Ctrl-Space": () => editor.showHint({ hint, completeSingle: false }), "Ctrl-Enter": run, "Cmd-Enter": run, Tab: false, "Shift-Tab": false } });
  editor.getInputField().setAttribute("aria-label", "SPARQL");
  return editor;
}

/** What a query answers. @param {any} found @param {string} sparql @param {any} known @param {number} time @returns {any[]} */
function shown(found, sparql, known, time) {
  const files = (/** @type {string[][]} */ kinds) => h("p", { class: "row quiet" }, h("span", {}, `${time} ms`), h("span", { class: "spacer" }), "Download: ", kinds.map(([name, type, ending]) =>
    h("button", { type: "button", onclick: async () => save(`results.${ending}`, await (await ask(sparql, type)).blob()) }, name)));
  if (typeof found === "string") return [files(GRAPHS), h("pre", { class: "scroll" }, found.slice(0, 200000))];
  if ("boolean" in found) return [files(FILES.slice(2)), h("p", { class: "truth" }, found.boolean ? "Yes" : "No")];
  const names = found.head.vars;
  const rows = found.results.bindings;
  if (!rows.length) return [files(FILES), empty("No rows.")];
  const pictures = [chartOf(names, rows), networkOf(names, rows)].filter(Boolean);
  return [
    h("p", {}, plural(rows.length, "row"), rows.length > ROWS ? `, of which ${number(ROWS)} are shown` : ""), files(FILES), ...pictures,
    h("div", { class: "scroll" }, h("table", {}, h("thead", {}, h("tr", {}, names.map((/** @type {string} */ name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, rows.slice(0, ROWS).map((/** @type {any} */ row) => h("tr", {}, names.map((/** @type {string} */ name) => h("td", {}, term(row[name], known)))))))),
  ];
}

/** @param {any} one @param {any} known */
function term(one, known) {
  if (!one) return "";
  if (one.type !== "uri") return one.value;
  if (one.value.startsWith(known.base)) {
    const id = decodeURIComponent(one.value.slice(known.base.length));
    if (/^(country|person|organization|group|place|capability|topic|role)\//.test(id)) return h("a", { href: entityAddress({ id }) }, id);
    if (id.startsWith("article/") && !id.includes("#")) return h("a", { href: address({ view: "articles", article: id.slice(8) }) }, id);
  }
  const prefix = Object.entries(known.prefixes).filter(([, iri]) => one.value.startsWith(String(iri))).sort((a, b) => String(b[1]).length - String(a[1]).length)[0];
  const text = prefix ? `${prefix[0]}:${one.value.slice(String(prefix[1]).length)}` : one.value;
  return /^https?:/.test(one.value) && !prefix ? h("a", { href: one.value, rel: "noopener noreferrer", target: "_blank" }, text) : h("span", { title: one.value }, text);
}

/** Bars, when there is a name or time and one column of numbers. @param {string[]} names @param {any[]} rows */
function chartOf(names, rows) {
  const numeric = names.filter((name) => rows.every((row) => row[name] === undefined || (row[name].datatype && !Number.isNaN(Number(row[name].value)))));
  if (numeric.length !== 1 || names.length < 2 || rows.length < 2) return null;
  const value = (/** @type {any} */ row) => Number(row[numeric[0]]?.value ?? 0);
  const label = (/** @type {any} */ row) => names.filter((name) => name !== numeric[0]).map((name) => row[name]?.value.split("#").pop()).join(" · ");
  const top = rows.slice(0, 30);
  const most = Math.max(...top.map(value), 1);
  return h("details", {}, h("summary", {}, "As a chart"), h("ul", { class: "barchart", "aria-label": numeric[0] }, top.map((row) => {
    const bar = h("meter", { min: 0, max: most, value: value(row), title: number(value(row)) });
    return h("li", {}, h("span", {}, label(row)), bar, h("small", {}, number(value(row))));
  })));
}

/** A little network, when rows have subject and object. @param {string[]} names @param {any[]} rows */
function networkOf(names, rows) {
  const [from, to] = ["subject", "object"].map((name) => names.find((one) => one === name));
  if (!from || !to) return null;
  const place = h("div");
  const fill = () => {
    if (place.firstChild) return;
    const d3 = /** @type {any} */ (globalThis).d3;
    const links = rows.slice(0, 200).filter((row) => row[from] && row[to]).map((row) => ({ source: row[from].value, target: row[to].value }));
    const nodes = [...new Set(links.flatMap((link) => [link.source, link.target]))].map((id) => ({ id, x: 0, y: 0 }));
    const force = d3.forceSimulation(nodes).force("link", d3.forceLink(links).id((/** @type {any} */ node) => node.id).distance(70)).force("charge", d3.forceManyBody().strength(-160)).force("x", d3.forceX(400).strength(0.08)).force("y", d3.forceY(260).strength(0.12)).stop();
    for (let i = 0; i < 200; i += 1) force.tick();
    const svg = d3.create("svg").attr("viewBox", "-60 -30 920 580").attr("class", "network");
    for (const link of links) svg.append("path").attr("class", "line plain").attr("d", `M${/** @type {any} */ (link.source).x},${/** @type {any} */ (link.source).y}L${/** @type {any} */ (link.target).x},${/** @type {any} */ (link.target).y}`);
    for (const node of nodes) {
      svg.append("circle").attr("cx", node.x).attr("cy", node.y).attr("r", 5).attr("class", "plain");
      svg.append("text").attr("x", node.x).attr("y", node.y + 17).attr("text-anchor", "middle").text(String(node.id).split("/").pop()?.slice(0, 26));
    }
    place.append(svg.node());
  };
  return h("details", { ontoggle: fill }, h("summary", {}, "As a network"), place);
}
