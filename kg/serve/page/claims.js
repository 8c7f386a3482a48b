// On whose word things are said, and where articles contradict each other.
import { get, meta } from "./api.js";
import { empty, h, later, number, plural, span } from "./dom.js";
import { bar } from "./filters.js";
import { address, filters, state } from "./state.js";
import { list, open, who } from "./statement.js";

export async function claims() {
  const now = state();
  const speaker = now.get("speaker");
  const tab = now.get("tab") ?? "speakers";
  const tabs = h("nav", { class: "tabs", "aria-label": "Kinds" },
    [["speakers", "By speaker"], ["contradictions", "Contradictions"]].map(([name, text]) => h("a", { href: address({ view: "claims", tab: name }), "aria-current": name === tab ? "page" : null }, text)));
  const given = filters();
  if (tab === "contradictions") {
    return [h("h1", {}, "Asserted here, negated there"), tabs, await bar({}, { without: ["modality"] }), later(Promise.all([meta(), get("contradictions", { ...given, modality: null, limit: 300 })]).then(([known, found]) => contradictions(known, found, given)))];
  }
  const side = later(get("speakers", { ...given, limit: 300 }).then(({ speakers, total }) => {
    if (!total) return empty("Nothing is said on anybody's word.");
    return h("ul", { class: "lines" }, speakers.map((/** @type {any} */ one) =>
      h("li", {}, h("a", { href: address({ view: "claims", speaker: one.id, ...given }), "aria-current": one.id === speaker ? "true" : null }, one.label), h("small", {}, number(one.said)))));
  }));
  const chosen = speaker ? await get("entity", { id: speaker }) : null;
  return [
    h("h1", {}, "On whose word"), tabs, await bar({ speaker: speaker ?? "*" }),
    h("div", { class: "columns narrow-first" }, h("section", {}, h("h2", {}, "Speakers"), side),
      h("section", {}, h("h2", {}, chosen ? ["According to ", who(chosen)] : "According to anybody"), list({ speaker: speaker ?? "*", ...given }, { what: "claim" }))),
  ];
}

/** @param {any} known @param {any} found @param {any} given */
function contradictions(known, found, given) {
  const labels = new Map(known.relations.map((/** @type {any} */ one) => [one.name, one.label]));
  if (!found.total) return empty("Nothing that some sentence asserts is negated by another with these filters.");
  return [h("p", { class: "quiet" }, plural(found.total, "pair")), h("ul", { class: "lines" }, found.contradictions.map((/** @type {any} */ one) => {
    const about = { ...given, entity: one.subject.id, other: one.object.id, relation: one.relation };
    const relation = labels.get(one.relation) ?? one.relation;
    const title = `${one.subject.label} ${relation} ${one.object.label}`;
    return h("li", {}, who(one.subject), h("span", { class: "relation" }, relation), who(one.object),
      h("button", { type: "button", class: "count", onclick: () => open(`${title}: asserted`, { ...about, modality: ["actual", "planned"] }) }, `${one.asserted} assert`),
      h("button", { type: "button", class: "count", onclick: () => open(`${title}: negated`, { ...about, modality: "negated" }) }, `${one.negated} negate`),
      one.first ? h("small", {}, span(one.first, one.last)) : null);
  }))];
}
