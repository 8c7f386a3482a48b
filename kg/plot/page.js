"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { nodes, edges, statements, articles } = data;
  const relations = new Map(data.relations.map((relation) => [relation.name, relation]));
  const on = { modality: new Set(firstShown()), relation: new Set(relations.keys()) };
  // What is asserted, or everything where nothing is.
  function firstShown() {
    const direct = ["actual", "planned"];
    return statements.some((one) => direct.includes(one.modality)) ? direct : data.modalities;
  }
  const panel = document.getElementById("panel");
  const number = new Intl.NumberFormat("en");
  let chosen = null; // {node} or {edge}

  // Words of articles become text nodes here and nowhere else: never markup.
  const make = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value !== undefined && value !== null) made.setAttribute(name, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  };
  const plural = (n, one, many = one + "s") => `${number.format(n)} ${n === 1 ? one : many}`;
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
      const { source: a, target: b } = edge;
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const middle = [(a.x + b.x) / 2 - edge.bend * dy, (a.y + b.y) / 2 + edge.bend * dx];
      const from = outside(a, middle, 1);
      const to = outside(b, middle, edge.both ? 1 : 3);
      const path = `M${from}Q${middle} ${to}`;
      const mark = d3.select(this);
      mark.selectAll(".line,.reach").attr("d", path);
      const angle = (Math.atan2(to[1] - middle[1], to[0] - middle[0]) * 180) / Math.PI;
      mark.select(".head").attr("transform", `translate(${to}) rotate(${angle})`);
    });
  }

  function outside(node, towards, gap) {
    const length = Math.hypot(towards[0] - node.x, towards[1] - node.y) || 1;
    const reach = (radius(node) + gap) / length;
    return [node.x + (towards[0] - node.x) * reach, node.y + (towards[1] - node.y) * reach];
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
  function crowd(scale) {
    const size = 12.5 / Math.sqrt(scale);
    nodeLayer.style("font-size", `${size}px`);
    const taken = [];
    const written = new Set();
    for (const node of [...(chosen && chosen.node ? [chosen.node] : []), ...order.keys()]) {
      if (node.hidden) continue;
      const [wide, top] = [0.27 * size * Math.max(...node.lines.map((line) => line.length)), node.y + radius(node) + 3];
      const box = [node.x - wide, top, node.x + wide, top + 1.08 * size * node.lines.length];
      if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
      taken.push(box);
      written.add(node);
    }
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
  document.getElementById("in").addEventListener("click", () => bigger(1.4));
  document.getElementById("out").addEventListener("click", () => bigger(1 / 1.4));
  document.getElementById("fit").addEventListener("click", () => fit());
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
    else if (event.key === "/" && document.activeElement !== input) {
      event.preventDefault();
      input.focus();
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
    document.getElementById("counts").textContent =
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
    document.getElementById("hidden").textContent = parts.length ? `Hidden: ${parts.join(", ")}` : "";
  }

  const drawn = (width, inside) => {
    const key = d3.create("svg").attr("width", width).attr("height", 12).attr("aria-hidden", "true").attr("class", "key");
    inside(key);
    return key.node();
  };
  const tick = (kind, name, key, words, count) => {
    const box = make("input", { type: "checkbox", "data-kind": kind, value: name });
    box.checked = on[kind].has(name);
    box.addEventListener("change", () => {
      on[kind][box.checked ? "add" : "delete"](name);
      update();
    });
    return make("label", {}, box, key, make("span", { class: "name" }, words), make("span", { class: "number" }, number.format(count)));
  };
  const line = (shade, kind, arrow) =>
    drawn(26, (key) => {
      colour(key, shade);
      key.append("path").attr("class", `line ${kind}`).attr("d", "M1,6H25").attr("stroke-width", 2);
      if (arrow) key.append("path").attr("class", "head").attr("d", "M26,6L17,2L17,10Z");
    });
  for (const modality of data.modalities) {
    const count = countOf(modality);
    document.getElementById("modalities").append(tick("modality", modality, line("#7d7d7d", modality, false), modality, count));
  }
  const relationList = document.getElementById("relations");
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
  document.getElementById("all").addEventListener("click", () => setAll(true));
  document.getElementById("none").addEventListener("click", () => setAll(false));
  for (const [name, kind] of Object.entries(data.families)) {
    const count = nodes.filter((node) => node.family === name).length;
    if (!count) continue;
    const dot = drawn(14, (key) => colour(key.append("circle").attr("cx", 7).attr("cy", 6).attr("r", 5.5).attr("class", "head"), kind.line));
    const row = make("div", {}, dot, make("span", { class: "name" }, kind.label), make("span", { class: "number" }, number.format(count)));
    document.getElementById("families").append(row);
  }

  // The panel
  const link = (address, words) => make("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, words);
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
    make("h2", {}, "Who does what to whom"),
    data.note ? make("p", {}, `Drawn: ${data.note}.`) : "",
    make("p", {}, "Choose a line to read the sentences behind it, or a dot for what is known of it."),
    make("p", { class: "quiet" }, "Drag to move, scroll to zoom. Keys: / finds, Tab walks through the entities, Enter opens one, arrows move, + and − zoom, 0 shows everything, Esc closes."),
    make("h3", {}, "Most edges"),
    make("ul", { class: "links" }, ...busiest().slice(0, 12).map((node) => make("li", {}, nodeButton(node)))),
  ];
  const edgeCount = (node) => node.edges.filter((edge) => edge.shown.length).length;
  const busiest = () => [...order.keys()].filter(edgeCount).sort((a, b) => edgeCount(b) - edgeCount(a) || order.get(a) - order.get(b));
  const nodeButton = (node) =>
    make("button", { type: "button", onclick: () => go(node) }, make("span", {}, node.label), make("span", { class: "number" }, plural(edgeCount(node), "edge")));
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
    const facts = make("dl", { class: "facts" }, ...rows.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]));
    for (const address of node.links || []) facts.append(make("dt", {}, "Same as"), make("dd", {}, link(address, address.replace(/^https?:\/\/(www\.)?/, ""))));
    const parts = [make("h2", {}, node.label), facts];
    const groups = grouped(node.edges.filter((edge) => edge.shown.length), (edge) => edge.r);
    for (const relation of data.relations.filter(({ name }) => groups.has(name))) {
      const list = groups.get(relation.name).map((edge) => make("li", {}, edgeButton(edge, node)));
      parts.push(make("h3", {}, relation.label), make("ul", { class: "links" }, ...list));
    }
    if (!groups.size) parts.push(make("p", { class: "quiet" }, "Nothing of what is shown speaks of it."));
    return parts;
  }
  function edgeButton(edge, node) {
    const arrow = edge.both ? "↔" : edge.source === node ? "→" : "←";
    const other = edge.source === node ? edge.target : edge.source;
    const told = `${strongest(edge.shown)}, ${plural(articleCount(edge.shown), "article")}`;
    return make("button", { type: "button", onclick: () => choose({ edge }, true) }, make("span", {}, `${arrow} ${other.label}`), make("span", { class: "number" }, told));
  }

  function tellEdge(edge) {
    const end = (node) => make("button", { type: "button", onclick: () => go(node) }, node.label);
    const head = make("h2", { class: "say" }, end(edge.source), ` ${edge.both ? "↔" : ""} ${label(edge.r)} ${edge.both ? "" : "→"} `, end(edge.target));
    const count = make("p", { class: "quiet" }, `${plural(edge.shown.length, "statement")} in ${plural(articleCount(edge.shown), "article")}`);
    return [head, count, ...edge.shown.map(tellStatement)];
  }

  function tellStatement(one) {
    const article = articles[one.article];
    const words = one.parts.map(([text, role]) => (role ? make("mark", { class: role, title: role }, text) : text));
    const badges = [one.modality, time(one), ...(one.others || []).map(([role, name]) => `${role}: ${name}`), one.quantity && `quantity: ${one.quantity}`];
    const title = article.title || article.id;
    const where = [article.source, article.date].filter(Boolean).join(", ");
    return make(
      "article",
      { class: "card" },
      make("blockquote", {}, ...words),
      make("div", {}, ...badges.filter(Boolean).map((text) => make("span", { class: "badge" }, text))),
      one.by ? make("p", {}, `according to ${one.by}`) : null,
      make("p", {}, article.url ? link(article.url, title) : title, where ? ` · ${where}` : ""),
      make("p", {}, `pattern ${one.pattern} · confidence ${one.confidence.toFixed(2)}`),
    );
  }

  // Finding
  const input = document.getElementById("search");
  const list = document.getElementById("found");
  let matches = [];
  let current = 0;
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const names = nodes.map((node) => [node.label, ...(node.names || []), node.id].map(fold));
  function search() {
    const wanted = fold(input.value.trim());
    const rank = (node) => {
      const all = names[node.index];
      if (all[0] === wanted) return 0;
      if (all[0].startsWith(wanted)) return 1;
      if (all.some((name) => name.startsWith(wanted) || name.includes(` ${wanted}`))) return 2;
      return all.some((name) => name.includes(wanted)) ? 3 : 9;
    };
    matches = wanted ? [...order.keys()].filter((node) => rank(node) < 9).sort((a, b) => rank(a) - rank(b) || order.get(a) - order.get(b)).slice(0, 12) : [];
    current = 0;
    listFound();
  }
  function listFound() {
    list.replaceChildren(
      ...matches.map((node, i) =>
        make("li", { id: `found-${i}`, role: "option", "aria-selected": String(i === current), onmousedown: (event) => (event.preventDefault(), take(node)) }, node.label, " ", make("small", {}, node.cls)),
      ),
    );
    if (input.value.trim() && !matches.length) list.append(make("li", { role: "option", "aria-disabled": "true" }, "nothing of this name"));
    list.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (matches.length) input.setAttribute("aria-activedescendant", `found-${current}`);
    else input.removeAttribute("aria-activedescendant");
  }
  function take(node) {
    input.value = node.label;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    go(node);
  }
  input.addEventListener("input", search);
  input.addEventListener("blur", () => (list.hidden = true));
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!matches.length) return;
      current = (current + (event.key === "ArrowDown" ? 1 : matches.length - 1)) % matches.length;
      listFound();
    } else if (event.key === "Enter" && matches.length && !list.hidden) take(matches[current]);
    else if (event.key === "Escape") list.hidden = true;
  });

  place();
  if (typeof data.focus === "number") chosen = { node: nodes[data.focus] };
  update();
  fit(false);
  window.addEventListener("resize", () => fit(false));
})();
