// What there is: counts, time, who is spoken of, where to begin.
import { get, meta } from "./api.js";
import { chart } from "./chart.js";
import { empty, h, later, number } from "./dom.js";
import { eventLine } from "./events.js";
import { tones } from "./filters.js";
import { address, entityAddress, go } from "./state.js";

export async function home() {
  const known = await meta();
  const { counts } = known;
  const fact = (/** @type {number} */ n, /** @type {string} */ name, /** @type {string | null} */ to) =>
    h("li", {}, h("strong", {}, number(n)), " ", to ? h("a", { href: to }, name) : name);
  if (!counts.statements) {
    return [h("h1", {}, "An empty store"), h("p", {}, "No article says anything yet. ", h("code", {}, "kg build STORE ARTICLES"), " fills it; this page shows what is there as soon as it is published.")];
  }
  return [
    h("h1", {}, "Who does what to whom"),
    h("p", { class: "lead" }, "Statements read from news articles, each with the sentence that says it. Search for an actor above, or begin here."),
    h("ul", { class: "counts" }, fact(counts.articles, "articles", address({ view: "articles" })), fact(counts.statements, "statements", null), fact(counts.events, "events", address({ view: "events" })), fact(counts.entities, "entities", null)),
    h("div", { class: "columns" },
      h("section", {}, h("h2", {}, "Most spoken of"),
        h("ul", { class: "tags" }, known.top.map((/** @type {any} */ one) => h("li", {}, h("a", { href: entityAddress(one) }, h("span", { class: `dot ${one.id.split("/")[0]}` }), one.label, h("small", {}, number(one.said)))))),
        h("h2", {}, "What they do"),
        h("ul", { class: "tags" }, known.relations.slice(0, 18).map((/** @type {any} */ one) => h("li", {}, h("a", { href: address({ view: "events", relation: one.name }), class: `tone-${one.tone || "neither"}` }, one.label, h("small", {}, number(one.said))))))),
      h("section", {}, h("h2", {}, "Over time"),
        later(get("months").then(({ months }) => chart(months, tones(known), { label: "Statements over time", choose: (month) => go(address({ view: "events", since: month, until: month })) }))),
        h("h2", {}, "Lately"),
        known.published[1] ? later(latest(known)) : null)),
  ];
}

/** @param {any} known */
async function latest(known) {
  const last = known.published[1];
  const since = new Date(Date.parse(last) - 13 * 864e5).toISOString().slice(0, 10);
  const { events } = await get("events", { since, until: last, limit: 100 });
  events.sort((/** @type {any} */ a, /** @type {any} */ b) => b.articles - a.articles);
  if (!events.length) return empty("No event with a day.");
  return h("ul", { class: "events" }, events.slice(0, 6).map(eventLine));
}
