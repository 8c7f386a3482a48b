// Statements over time, by month or year: cooperation above the line, conflict below it.
import { date, h, number, plural } from "./dom.js";

/** @typedef {{month: string, relations: Record<string, number>}} Month */
/** @type {any} */
const d3 = /** @type {any} */ (globalThis).d3;

const TONES = ["cooperation", "", "conflict"];
const NARROW = 3; // pixels that a month takes at least; where there are more months, bars are years
const FEW = 3; // so many statements at least reach from the middle to the rim
const NAMES = { cooperation: "cooperation", "": "neither", conflict: "conflict" };

/** Months by tone, those without statements too, and no far outliers.
 * @param {Month[]} months @param {Map<string, string>} tones @param {[string, string]} [range] months that are there in any case */
export function byTone(months, tones, range) {
  const counts = new Map(months.map(({ month, relations }) => {
    const sums = { cooperation: 0, "": 0, conflict: 0 };
    for (const [relation, n] of Object.entries(relations)) sums[/** @type {""} */ (tones.get(relation) ?? "")] += n;
    return [month, sums];
  }));
  let [first, last] = middle(months);
  if (range?.[0] && months.length) [first, last] = [range[0] < first ? range[0] : first, range[1] > last ? range[1] : last];
  return between(first, last).map((month) => ({ month, ...(counts.get(month) ?? { cooperation: 0, "": 0, conflict: 0 }) }));
}

/** The same by year. @param {{month: string, cooperation: number, "": number, conflict: number}[]} rows */
function byYear(rows) {
  /** @type {Map<string, {month: string, cooperation: number, "": number, conflict: number}>} */
  const years = new Map();
  for (const row of rows) {
    const month = row.month.slice(0, 4);
    const sums = years.get(month) ?? { month, cooperation: 0, "": 0, conflict: 0 };
    years.set(month, { month, cooperation: sums.cooperation + row.cooperation, "": sums[""] + row[""], conflict: sums.conflict + row.conflict });
  }
  return [...years.values()];
}

/** The first and the last month of all but the outermost hundredth of statements. @param {Month[]} months */
function middle(months) {
  const sizes = months.map(({ relations }) => Object.values(relations).reduce((a, b) => a + b, 0));
  const spare = sizes.reduce((a, b) => a + b, 0) / 100;
  let [low, high, cut] = [0, months.length - 1, 0];
  while (low < high && cut + sizes[low] <= spare) cut += sizes[low++];
  cut = 0;
  while (high > low && cut + sizes[high] <= spare) cut += sizes[high--];
  return [months[low]?.month ?? "", months[high]?.month ?? ""];
}

/** @param {string} first @param {string} last @returns {string[]} */
export function between(first, last) {
  const found = [];
  let [year, month] = first.split("-").map(Number);
  while (first && found.length < 1200) {
    const now = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
    if (now > last) break;
    found.push(now);
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  return found;
}

/**
 * @param {Month[]} months @param {Map<string, string>} tones
 * @param {{label: string, choose?: (month: string) => void, height?: number, wide?: boolean, range?: [string, string], brush?: (range: [string, string] | null) => void, chosen?: [string | null, string | null]}} how
 */
export function chart(months, tones, { label, choose, height = 150, wide = false, range, brush, chosen }) {
  const all = byTone(months, tones, range);
  if (!all.length) return h("p", { class: "empty" }, "Nothing with a date.");
  const room = Math.min(document.documentElement.clientWidth - 34, 1240);
  const [width, margin] = [Math.max(300, wide || room < 767 ? room : (room - 36) / 2), { top: 6, right: 4, bottom: 20, left: 34 }];
  const rows = all.length * NARROW > width ? byYear(all) : all;
  const svg = d3.create("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("class", "chart").attr("role", "img")
    .attr("aria-label", `${label}: ${summary(rows)}`);
  const x = d3.scaleBand().domain(rows.map((row) => row.month)).range([margin.left, width - margin.right]).paddingInner(rows.length > 60 ? 0 : 0.15);
  const up = d3.max(rows, (/** @type {any} */ row) => row.cooperation + row[""]) || 0;
  const down = d3.max(rows, (/** @type {any} */ row) => row.conflict) || 0;
  const y = d3.scaleLinear().domain([down && -Math.max(down, FEW), up || !down ? Math.max(up, FEW) : 0]).range([height - margin.bottom, margin.top]).nice(Math.min(4, Math.floor(height / 34)));
  const ticks = y.ticks(Math.min(4, Math.floor(height / 34))).filter(Number.isInteger);
  const axis = svg.append("g").attr("class", "axis");
  for (const tick of ticks) {
    axis.append("line").attr("x1", margin.left).attr("x2", width - margin.right).attr("y1", y(tick)).attr("y2", y(tick)).attr("class", tick ? "grid" : "zero");
    axis.append("text").attr("x", margin.left - 5).attr("y", y(tick)).attr("dy", ".35em").attr("text-anchor", "end").text(number(Math.abs(tick)));
  }
  const few = rows[0].month.length > 4 && rows.length <= 30; // months are named, else years
  const perYear = (rows[0].month.length > 4 ? 12 : 1) * x.step();
  const every = few ? Math.ceil(52 / x.step()) : [1, 2, 5, 10, 20, 50, 100].find((n) => n * perYear > 42) ?? 200;
  rows.forEach(({ month }, i) => {
    const name = few ? date(month).replace(/ (\d\d)(\d\d)$/, " ’$2") : month.slice(0, 4);
    const wanted = few ? i % every === 0 : [4, 7].includes(month.length) && !/-(?!01)/.test(month) && Number(month.slice(0, 4)) % every === 0;
    if (wanted) axis.append("text").attr("x", x(month) + x.bandwidth() / 2).attr("y", height - 5).attr("text-anchor", "middle").text(name);
  });
  const bars = svg.append("g");
  for (const row of rows) {
    const group = bars.append("g").attr("class", choose ? "bars choosable" : "bars");
    group.append("title").text(`${date(row.month)}: ${["cooperation", "conflict", ""].filter((tone) => row[/** @type {""} */ (tone)]).map((tone) => `${number(row[/** @type {""} */ (tone)])} ${NAMES[/** @type {""} */ (tone)]}`).join(", ") || "nothing"}`);
    const bar = (/** @type {string} */ tone, /** @type {number} */ from, /** @type {number} */ to) =>
      from !== to && group.append("rect").attr("class", `tone-${tone || "neither"}`).attr("x", x(row.month)).attr("width", x.bandwidth()).attr("y", y(Math.max(from, to))).attr("height", Math.abs(y(from) - y(to)));
    bar("cooperation", 0, row.cooperation);
    bar("", row.cooperation, row.cooperation + row[""]);
    bar("conflict", -row.conflict, 0);
    if (choose && !brush) group.append("rect").attr("class", "reach").attr("x", x(row.month)).attr("width", x.bandwidth()).attr("y", margin.top).attr("height", height - margin.top - margin.bottom).on("click", () => choose(row.month));
  }
  if (brush) addBrush(svg, x, rows, { margin, width, height }, brush, chosen, choose);
  const used = TONES.filter((tone) => rows.some((row) => row[/** @type {""} */ (tone)]));
  return h("figure", { class: "timeline" }, svg.node(),
    h("figcaption", {}, used.map((tone) => h("span", { class: `key tone-${tone || "neither"}` }, NAMES[/** @type {""} */ (tone)]))));
}

/** @param {any} svg @param {any} x @param {{month: string}[]} rows @param {any} size @param {(range: [string, string] | null) => void} told @param {[string | null, string | null] | undefined} chosen @param {((month: string) => void) | undefined} choose */
function addBrush(svg, x, rows, { margin, width, height }, told, chosen, choose) {
  const step = x.step();
  const at = (/** @type {number} */ place) => rows[Math.max(0, Math.min(rows.length - 1, Math.floor((place - margin.left) / step)))].month;
  const brush = d3.brushX().extent([[margin.left, margin.top], [width - margin.right, height - margin.bottom]]).on("end", () => {
    const { selection, sourceEvent } = d3.event;
    if (!sourceEvent) return;
    if (selection) told([at(selection[0]), at(selection[1] - 0.01)]);
    else if (since || until) told(null);
    else choose?.(at(d3.mouse(layer.node())[0]));
  });
  const [since, until] = chosen ?? [null, null];
  const layer = svg.append("g").attr("class", "brush").call(brush);
  layer.select(".overlay").append("title").text("Drag over a span of time to choose it; click on a month for its sentences");
  if (since || until) {
    const unit = rows[0].month.length;
    const from = since ? x(since.padEnd(7, "-01").slice(0, unit)) ?? margin.left : margin.left;
    const to = until ? (x(until.padEnd(7, "-12").slice(0, unit)) ?? width - margin.right - step) + step : width - margin.right;
    layer.call(brush.move, [from, Math.max(from + 1, to)]);
  }
}

/** @param {any[]} rows */
function summary(rows) {
  const sum = (/** @type {string} */ tone) => rows.reduce((all, row) => all + row[tone], 0);
  return `${date(rows[0].month)} to ${date(rows[rows.length - 1].month)}, ${plural(sum("cooperation"), "statement")} of cooperation, ${number(sum("conflict"))} of conflict, ${number(sum(""))} of neither`;
}
