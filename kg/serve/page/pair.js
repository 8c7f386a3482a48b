// Two actors over time: who did what to whom, and the sentences in order.
import { get, meta } from "./api.js";
import { chart } from "./chart.js";
import { empty, h, later, plural } from "./dom.js";
import { bar, slider, tones } from "./filters.js";
import { entityField } from "./search.js";
import { change, filters, state } from "./state.js";
import { list, open, who } from "./statement.js";

export async function pair() {
  const now = state();
  const ids = ["a", "b"].map((name) => now.get(name));
  const acting = now.get("own") !== "1";
  const [known, ...both] = await Promise.all([meta(), ...ids.map((id) => (id ? get("entity", { id }) : null))]);
  const picker = (/** @type {number} */ i) => entityField({ label: i ? "Second actor" : "First actor", placeholder: "Name an actor", value: both[i]?.label ?? "", take: (one) => change({ [i ? "b" : "a"]: one.id }) });
  const head = [
    h("h1", {}, both[0] && both[1] ? [who(both[0]), " and ", who(both[1])] : "Two actors over time"),
    h("div", { class: "pickers" }, picker(0), h("button", { type: "button", "aria-label": "Swap", onclick: () => change({ a: ids[1], b: ids[0] }) }, "⇄"), picker(1),
      h("label", {}, h("input", { type: "checkbox", checked: acting, onchange: (/** @type {any} */ event) => change({ own: event.target.checked ? null : "1" }) }), " with whoever acts for a country")),
  ];
  if (!ids[0] || !ids[1]) return [...head, empty("Name two actors, such as two countries, to see how they got on.")];
  document.title = `${both[0].label} and ${both[1].label} · newskg`;
  const about = { entity: ids[0], other: ids[1], acting };
  const given = { ...about, ...filters() };
  return [
    ...head,
    await bar(about, { time: false }),
    later(get("months", { ...given, since: null, until: null }).then(({ months, undated }) => [
      chart(months, tones(known), { label: `${both[0].label} and ${both[1].label} over time`, height: 210, wide: true, ...slider(known), choose: (month) => open(`${both[0].label} and ${both[1].label}, ${month}`, { ...given, since: month, until: month }) }),
      relations(known, months, given, both),
      undated ? h("p", { class: "quiet" }, `${plural(undated, "statement")} without a month`) : h("span"),
    ])),
    h("h2", {}, "Sentences, newest first"), list(given),
  ];
}

/** @param {any} known @param {any[]} months @param {any} given @param {any[]} both */
function relations(known, months, given, both) {
  /** @type {Map<string, number>} */
  const sums = new Map();
  for (const { relations } of months) for (const [name, n] of Object.entries(relations)) sums.set(name, (sums.get(name) ?? 0) + Number(n));
  const labels = new Map(known.relations.map((/** @type {any} */ one) => [one.name, one]));
  return h("ul", { class: "tags" }, [...sums].sort((a, b) => b[1] - a[1]).map(([name, n]) =>
    h("li", {}, h("button", { type: "button", class: `tone-${labels.get(name)?.tone || "neither"}`, onclick: () => open(`${both[0].label}, ${labels.get(name)?.label}, ${both[1].label}`, { ...given, relation: name }) }, labels.get(name)?.label ?? name, h("small", {}, n)))));
}
