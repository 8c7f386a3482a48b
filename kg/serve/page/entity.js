// One entity: names, links, what it does to whom and over time, and the sentences.
import { get, meta } from "./api.js";
import { chart } from "./chart.js";
import { empty, h, later, number, plural, span } from "./dom.js";
import { bar, slider, tones } from "./filters.js";
import { address, change, filters, state } from "./state.js";
import { list, open, who } from "./statement.js";
import { outside } from "./words.js";

export async function entity() {
  const id = state().get("id") ?? "";
  const [known, card] = await Promise.all([meta(), get("entity", { id })]);
  const given = filters();
  const role = state().get("role") ?? "ends";
  document.title = `${card.label} · newskg`;
  return [
    h("div", { class: "head" },
      h("h1", {}, h("span", { class: `dot ${card.id.split("/")[0]}` }), card.label),
      h("p", { class: "quiet" }, [card.cls, card.sector && `sector ${card.sector}`, card.first && span(card.first, card.last), `${plural(card.said, "statement")} in ${plural(card.articles, "article")}`].filter(Boolean).join(" · ")),
      h("p", {}, country(known, card), card.names.length ? [h("span", { class: "quiet" }, "also "), card.names.slice(0, 12).join(", "), card.names.length > 12 ? ` and ${card.names.length - 12} more` : ""] : null),
      h("p", { class: "actions" },
        h("a", { class: "button", href: address({ view: "network", id }) }, "Network"),
        h("a", { class: "button", href: address({ view: "pair", a: id }) }, "Compare with …"),
        h("a", { class: "button", href: address({ view: "claims", speaker: id }), hidden: !card.roles.attributed_to }, `What it says (${number(card.roles.attributed_to ?? 0)})`),
        card.links.map((/** @type {string} */ link) => outside(link, new URL(link).hostname.replace(/^www\./, ""))))),
    await bar({ entity: id, role }, { time: false }),
    h("div", { class: "columns" },
      h("section", { "aria-label": "Relations" }, h("h2", {}, "With whom"), later(get("groups", { entity: id, limit: 400, ...given }).then((found) => groups(known, card, found, given)))),
      h("section", {}, h("h2", {}, "Over time"),
        later(get("months", { entity: id, role, ...given, since: null, until: null }).then(({ months }) => chart(months, tones(known), { label: `${card.label} over time`, ...slider(known), choose: (month) => open(`${card.label}, ${month}`, { entity: id, role, ...given, since: month, until: month }) }))),
        h("div", { class: "row" }, h("h2", {}, "Sentences"), roles(card, role)),
        list({ entity: id, role, ...given }))),
  ];
}

/** @param {any} known @param {any} card */
function country(known, card) {
  const own = known.countries[card.country];
  return own && own.id !== card.id ? ["of ", who(own), " · "] : null;
}

/** @param {any} card @param {string} role */
function roles(card, role) {
  const names = { ends: "who acts or is acted on", any: "in any role", subject: "as the one who acts", object: "as the one acted on", place: "as the place", recipient: "as the recipient", topic: "as the topic", attributed_to: "as the speaker" };
  const there = Object.keys(names).filter((name) => ["ends", "any"].includes(name) || card.roles[name]);
  return h("select", { "aria-label": "Role", onchange: (/** @type {any} */ event) => change({ role: event.target.value === "ends" ? null : event.target.value }) },
    there.map((name) => h("option", { value: name, selected: name === role }, names[/** @type {"any"} */ (name)])));
}

/** What is said of an entity, a list for each relation and direction. @param {any} known @param {any} card @param {any} found @param {any} given */
export function groups(known, card, found, given) {
  if (!found.groups.length) return empty("Nothing with these filters.");
  const labels = new Map(known.relations.map((/** @type {any} */ one) => [one.name, one]));
  /** @type {Map<string, any[]>} */
  const kinds = new Map();
  for (const one of found.groups) {
    const key = `${one.relation} ${one.direction}`;
    kinds.set(key, [...(kinds.get(key) ?? []), one]);
  }
  const size = (/** @type {any[]} */ some) => some.reduce((sum, one) => sum + one.articles, 0);
  const order = [...kinds.values()].sort((a, b) => size(b) - size(a));
  return order.map((some) => {
    const { relation, direction } = some[0];
    const { label, tone } = labels.get(relation) ?? { label: relation, tone: "" };
    const title = { from: `who ${label} ${card.label}`, to: `${card.label} ${label}`, with: label }[/** @type {"to"} */ (direction)];
    const line = (/** @type {any} */ one) => h("li", {},
      one.other ? who(one.other) : h("span", { class: "quiet" }, direction === "from" ? "(not said who)" : "(not said whom)"),
      h("button", { type: "button", class: "count", "aria-label": `${plural(one.statements, "sentence")}: ${card.label}, ${label}, ${one.other?.label ?? "nobody"}`,
        onclick: () => open(direction === "from" ? `${one.other?.label ?? "Somebody"} ${label} ${card.label}` : `${card.label} ${label} ${one.other?.label ?? ""}`,
          { entity: card.id, relation, ...(one.other ? { other: one.other.id } : {}), role: direction === "to" ? "subject" : direction === "from" ? "object" : "ends", ...without(given) }) },
        plural(one.statements, "sentence")),
      Object.keys(one.modalities).filter((name) => name !== "actual").map((name) => h("span", { class: `badge ${name}` }, name)),
      one.first ? h("small", {}, span(one.first, one.last)) : null);
    const shown = some.slice(0, 6);
    const rest = some.slice(6);
    return h("section", { class: `group tone-${tone || "neither"}` }, h("h3", {}, title, h("small", {}, ` ${number(some.length)}`)),
      h("ul", {}, shown.map(line)), rest.length ? h("details", {}, h("summary", {}, `${number(rest.length)} more`), h("ul", {}, rest.map(line))) : null);
  });
}

/** @param {any} given */
const without = ({ relation, ...rest }) => rest;
