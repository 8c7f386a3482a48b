// Events as a list, by day on a calendar, by country on a map.
import { get, meta } from "./api.js";
import { date, empty, h, later, number, plural } from "./dom.js";
import { bar } from "./filters.js";
import { change, filters, state } from "./state.js";
import { list, open, who } from "./statement.js";
import { badge } from "./words.js";

/** @type {any} */
const d3 = /** @type {any} */ (globalThis).d3;
const SVG = "http://www.w3.org/2000/svg";

/** An event as a line that opens its sentences. @param {any} one */
export function eventLine(one) {
  const names = (/** @type {any[]} */ some) => some.slice(0, 4).flatMap((entity, i) => [i ? ", " : "", who(entity)]);
  const title = [one.subjects[0]?.label, one.label, one.objects[0]?.label].filter(Boolean).join(" ");
  return h("li", { class: "event" },
    h("span", { class: "when" }, date(one.date)),
    h("span", { class: "what" }, names(one.subjects), one.subjects.length ? " " : h("span", { class: "quiet" }, "somebody "), h("span", { class: "relation" }, one.label), " ", names(one.objects),
      one.objects.length || !one.subjects.length ? null : h("span", { class: "quiet" }, "(not said whom)"),
      one.place ? [h("span", { class: "quiet" }, " in "), who(one.place)] : null, " ", one.modality === "actual" ? null : badge(one.modality, one.modality)),
    h("button", { type: "button", class: "count", onclick: () => open(title, { event: one.id }) }, plural(one.articles, "article")));
}

export async function events() {
  const now = state();
  const tab = now.get("tab") ?? "list";
  const country = now.get("country");
  const known = await meta();
  /** @type {Record<string, string | string[]>} */
  const given = { ...filters(now), ...(country ? { country } : {}) };
  if (!given.since && !given.until && !now.has("future") && known.published[1]) given.until = [known.published[1]];
  const place = country ? known.countries[country]?.label ?? country : null;
  const tabs = h("nav", { class: "tabs", "aria-label": "Ways to see events" }, [["list", "List"], ["sentences", "Sentences"], ["calendar", "Calendar"], ["map", "Map"]].map(([name, text]) =>
    h("button", { type: "button", "aria-current": name === tab ? "page" : null, onclick: () => change({ tab: name === "list" ? null : name, offset: null }) }, text)));
  /** @type {Record<string, (given: any, known: any) => Promise<any>>} */
  const views = { list: lines, sentences, calendar, map };
  return [
    h("div", { class: "row" }, h("h1", {}, "Events"), place ? h("button", { type: "button", class: "tag", onclick: () => change({ country: null }) }, `in ${place} ×`) : null),
    tabs, await bar(country ? { country } : {}),
    given.until && !now.has("until") ? h("p", { class: "quiet" }, `Until the last article, ${date(known.published[1])}. `, h("button", { type: "button", class: "link", onclick: () => change({ future: "1", offset: null }) }, "With what is to come")) : null, later((views[tab] ?? lines)(given, known)),
  ];
}

/** @param {any} given */
async function lines(given) {
  const offset = Number(state().get("offset") ?? 0);
  const found = await get("events", { ...given, limit: 40, offset });
  if (!found.total) return empty("No event with these filters.");
  const page = (/** @type {number} */ to, /** @type {string} */ text, /** @type {boolean} */ there) => h("button", { type: "button", disabled: !there, onclick: () => change({ offset: to ? String(to) : null }) }, text);
  return [h("p", { class: "quiet" }, plural(found.total, "event")), h("ul", { class: "events" }, found.events.map(eventLine)),
    h("p", { class: "pages" }, page(Math.max(0, offset - 40), "← Newer", offset > 0), page(offset + 40, "Older →", offset + 40 < found.total))];
}

/** All that articles say with these filters, in their words. @param {any} given */
const sentences = async (given) => list(given);

/** @param {any} given */
async function calendar(given) {
  const { days } = await get("days", given);
  if (!days.length) return empty("No event with a day with these filters.");
  /** @type {Map<string, any[]>} */
  const years = new Map();
  for (const one of days) years.set(one.day.slice(0, 4), [...(years.get(one.day.slice(0, 4)) ?? []), one]);
  const most = d3.quantile(days.map((/** @type {any} */ one) => one.events).sort(d3.ascending), 0.98) || 1;
  const shade = (/** @type {number} */ n) => Math.max(1, Math.min(5, Math.ceil((5 * n) / most)));
  return [...years].reverse().slice(0, 12).map(([year, some]) => {
    const counts = new Map(some.map((one) => [one.day, one.events]));
    const months = [...Array(12).keys()].map((month) => {
      const first = new Date(Date.UTC(Number(year), month, 1));
      const length = new Date(Date.UTC(Number(year), month + 1, 0)).getUTCDate();
      const blank = (first.getUTCDay() + 6) % 7;
      const cells = [...Array(blank).keys()].map(() => h("span"));
      for (let day = 1; day <= length; day += 1) {
        const iso = `${year}-${String(month + 1).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
        const n = counts.get(iso) ?? 0;
        cells.push(n ? h("button", { type: "button", class: `day shade-${shade(n)}`, title: `${date(iso)}: ${plural(n, "event")}`, "aria-label": `${date(iso)}: ${plural(n, "event")}`, onclick: () => change({ since: iso, until: iso, tab: null }) }, day) : h("span", { class: "day" }, day));
      }
      return h("div", { class: "month" }, h("h3", {}, date(`${year}-${String(month + 1).padStart(2, "0")}`)), h("div", { class: "days" }, cells));
    });
    return h("section", {}, h("h2", {}, year), h("div", { class: "months" }, months));
  });
}

/** @param {any} given @param {any} known */
async function map(given, known) {
  const { country, ...rest } = given;
  const [found, text] = await Promise.all([get("places", rest), fetch("assets/lib/world.svg").then((answer) => answer.text())]);
  const shapes = new DOMParser().parseFromString(text, "image/svg+xml");
  const counts = new Map(found.countries.map((/** @type {any} */ one) => [one.map, one]));
  const scale = d3.scaleSqrt().domain([0, d3.max(found.countries, (/** @type {any} */ one) => one.events) || 1]).range([0.12, 1]);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 2475 1388");
  svg.setAttribute("class", "map");
  svg.setAttribute("role", "group");
  svg.setAttribute("aria-label", "Events by country; the same as the list below");
  for (const shape of shapes.querySelectorAll("g.country")) {
    const one = counts.get(shape.classList[0]);
    const group = document.createElementNS(SVG, "g");
    for (const path of shape.querySelectorAll("path")) {
      const copy = document.createElementNS(SVG, "path");
      copy.setAttribute("d", path.getAttribute("d") ?? "");
      group.append(copy);
    }
    if (one) {
      group.setAttribute("class", one.code === country ? "there chosen" : "there");
      group.style.setProperty("--share", String(scale(one.events)));
      const title = document.createElementNS(SVG, "title");
      title.textContent = `${one.label}: ${plural(one.events, "event")}`;
      group.prepend(title);
      group.addEventListener("click", () => change({ country: one.code, tab: null }));
    }
    svg.append(group);
  }
  const line = (/** @type {any} */ one) => h("li", {}, h("button", { type: "button", onclick: () => change({ country: one.code, tab: null }) }, known.countries[one.code]?.label ?? one.label, h("small", {}, number(one.events))));
  return [svg, h("ul", { class: "tags" }, found.countries.slice(0, 60).map(line)),
    found.elsewhere ? h("p", { class: "quiet" }, `${plural(found.elsewhere, "event")} without a country`) : h("span"),
    found.countries.length ? h("span") : empty("No event in a country with these filters.")];
}
