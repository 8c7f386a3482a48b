// The filters that the views have in common. They stand in the address.
import { get, meta } from "./api.js";
import { chart } from "./chart.js";
import { h, number } from "./dom.js";
import { change, FILTERS, filters, state } from "./state.js";

/** @param {any} known what `meta` gives @returns {Map<string, string>} relation -> tone */
export const tones = (known) => new Map(known.relations.map((/** @type {any} */ one) => [one.name, one.tone]));

/** What makes a chart a slider of time. @param {any} known @returns {any} */
export function slider(known) {
  const now = state();
  return {
    range: [known.published[0]?.slice(0, 7), known.published[1]?.slice(0, 7)],
    chosen: [now.get("since"), now.get("until")],
    brush: (/** @type {[string, string] | null} */ range) => change({ since: range?.[0] ?? null, until: range?.[1] ?? null }),
  };
}

/** The bar of filters. @param {import("./api.js").Params} about what the view is about: the months are counted of that
 * @param {{without?: string[], time?: boolean}} [how] */
export async function bar(about, { without = [], time = true } = {}) {
  const known = await meta();
  const now = state();
  const set = FILTERS.filter((name) => now.has(name));
  const parts = [
    !without.includes("relation") && relations(known, now),
    !without.includes("modality") && modalities(known, now),
    times(now),
    sources(known, now),
    confidence(now),
    set.length ? h("button", { type: "button", onclick: () => change(Object.fromEntries(FILTERS.map((name) => [name, null]))) }, "Clear filters") : null,
  ];
  const histogram = time ? h("div", { class: "histogram" }) : null;
  if (histogram) {
    const { since, until, ...rest } = filters(now);
    get("months", { ...about, ...rest }).then(({ months }) => {
      if (months.length < 2) return;
      histogram.append(chart(months, tones(known), {
        label: "Time; drag to choose a span", height: 84, wide: true, ...slider(known),
      }));
    }).catch(() => {});
  }
  const wide = matchMedia("(min-width: 800px)").matches;
  return h("details", { class: "filters", open: wide || set.length > 0 },
    h("summary", {}, "Filters", set.length ? h("span", { class: "count" }, ` ${set.length} set`) : null),
    h("form", { class: "fields", onsubmit: (/** @type {Event} */ event) => event.preventDefault() }, parts), histogram);
}

/** @param {any} known @param {URLSearchParams} now */
function relations(known, now) {
  const chosen = new Set(now.getAll("relation"));
  const box = (/** @type {any} */ one) =>
    h("label", {}, h("input", { type: "checkbox", value: one.name, checked: chosen.has(one.name), onchange: (/** @type {any} */ event) => {
      event.target.checked ? chosen.add(one.name) : chosen.delete(one.name);
      change({ relation: [...chosen] });
    } }), ` ${one.label} `, h("small", {}, number(one.said)));
  const groups = [["conflict", "Conflict"], ["cooperation", "Cooperation"], ["", "Neither"]].map(([tone, name]) => {
    const some = known.relations.filter((/** @type {any} */ one) => one.tone === tone);
    return some.length ? h("fieldset", {}, h("legend", {}, name), some.map(box)) : null;
  });
  const menu = h("details", { class: "menu" }, h("summary", {}, chosen.size ? `Relations: ${[...chosen].map((name) => known.relations.find((/** @type {any} */ one) => one.name === name)?.label ?? name).join(", ")}` : "All relations"), h("div", { class: "sheet" }, groups));
  return closing(menu);
}

/** A menu that closes when one leaves it. @param {HTMLElement} menu */
function closing(menu) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.removeAttribute("open");
    menu.querySelector("summary")?.focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) menu.removeAttribute("open");
  });
  document.addEventListener("pointerdown", function outside(event) {
    if (!menu.isConnected) return document.removeEventListener("pointerdown", outside);
    if (event.target instanceof Node && !menu.contains(event.target)) menu.removeAttribute("open");
  });
  return menu;
}

/** @param {any} known @param {URLSearchParams} now */
function modalities(known, now) {
  const chosen = new Set(now.getAll("modality"));
  return h("fieldset", { class: "modalities" }, h("legend", { class: "visually-hidden" }, "Modality"), known.modalities.map((/** @type {string} */ name) =>
    h("label", {}, h("input", { type: "checkbox", value: name, checked: !chosen.size || chosen.has(name), onchange: () => {
      const all = new Set(chosen.size ? chosen : known.modalities);
      all.has(name) ? all.delete(name) : all.add(name);
      change({ modality: all.size === known.modalities.length ? [] : [...all] });
    } }), ` ${name}`)));
}

/** @param {URLSearchParams} now */
function times(now) {
  const field = (/** @type {string} */ name, /** @type {string} */ label) => h("label", {}, `${label} `, h("input", {
    type: "text", inputmode: "numeric", size: "9", placeholder: "2024-03", pattern: "\\d{4}(-\\d{2}(-\\d{2})?)?", value: now.get(name) ?? "", "data-filter": name,
    title: "a day, month or year: 2024-03-31, 2024-03 or 2024",
    onchange: (/** @type {any} */ event) => event.target.reportValidity() && change({ [name]: event.target.value.trim() || null }),
  }));
  return h("span", { class: "times" }, field("since", "from"), field("until", "to"));
}

/** @param {any} known @param {URLSearchParams} now */
function sources(known, now) {
  const chosen = now.get("source") ?? "";
  return h("label", {}, "source ", h("select", { onchange: (/** @type {any} */ event) => change({ source: event.target.value || null }) },
    h("option", { value: "" }, "all"), known.sources.map((/** @type {string} */ name) => h("option", { value: name, selected: name === chosen }, name))));
}

/** @param {URLSearchParams} now */
function confidence(now) {
  const chosen = now.get("min_confidence") ?? "";
  return h("label", {}, "confidence ", h("select", { onchange: (/** @type {any} */ event) => change({ min_confidence: event.target.value || null }) },
    [["", "any"], ["0.6", "≥ 0.6"], ["0.7", "≥ 0.7"], ["0.8", "≥ 0.8"], ["0.9", "≥ 0.9"]].map(([value, text]) => h("option", { value, selected: value === chosen }, text))));
}
