// Articles, and one of them with all that was read in it marked.
import { get } from "./api.js";
import { date, empty, fault, h, later, plural } from "./dom.js";
import { bar } from "./filters.js";
import { address, change, filters, state } from "./state.js";
import { card } from "./statement.js";
import { outside } from "./words.js";

export async function articles() {
  const id = state().get("article");
  return id ? article(id) : lines();
}

async function lines() {
  const now = state();
  const q = now.get("q") ?? "";
  const offset = Number(now.get("offset") ?? 0);
  const given = { ...filters(now), q, limit: 30, offset };
  return [
    h("h1", {}, "Articles"),
    h("form", { class: "find", role: "search", "aria-label": "Articles", onsubmit: (/** @type {any} */ event) => { event.preventDefault(); change({ q: event.target.elements.q.value, offset: null }); } },
      h("input", { type: "search", name: "q", value: q, placeholder: "Words of the title", "aria-label": "Words of the title" }), h("button", {}, "Find")),
    await bar({}),
    later(get("articles", given).then(({ articles, total }) => {
      if (!total) return empty("No article with these words and filters.");
      const page = (/** @type {number} */ to, /** @type {string} */ text, /** @type {boolean} */ there) => h("button", { type: "button", disabled: !there, onclick: () => change({ offset: to ? String(to) : null }) }, text);
      return [h("p", { class: "quiet" }, plural(total, "article")),
        h("ul", { class: "lines" }, articles.map((/** @type {any} */ one) => h("li", {}, h("a", { href: address({ view: "articles", article: one.id }) }, one.title), h("small", {}, [one.source, date(one.date), plural(one.statements, "statement")].filter(Boolean).join(" · "))))),
        h("p", { class: "pages" }, page(Math.max(0, offset - 30), "← Newer", offset > 0), page(offset + 30, "Older →", offset + 30 < total))];
    })),
  ];
}

/** @param {string} id */
async function article(id) {
  const found = await get("article", { id }).catch((error) => error);
  if (found instanceof Error) return [h("h1", {}, "Article"), fault(found)];
  const { article: one, segments, statements } = found;
  document.title = `${one.title} · newskg`;
  const cards = statements.map((/** @type {any} */ said, /** @type {number} */ i) => h("div", { class: "beside", id: `said-${i}`, "data-said": i, tabindex: "-1" }, card(said)));
  const tip = h("div", { class: "tip", role: "tooltip", id: "tip", hidden: true });
  const text = h("div", { class: "text", lang: "en" }, segments.map((/** @type {any} */ piece) => marked(piece, statements)));
  const light = (/** @type {string[]} */ numbers) => {
    for (const element of [...text.querySelectorAll("mark"), ...cards]) element.classList.toggle("lit", numbers.some((i) => (element.dataset.said ?? "").split(" ").includes(i)));
  };
  const over = (/** @type {any} */ event) => {
    const mark = event.target.closest?.("[data-said]");
    light(mark ? mark.dataset.said.split(" ") : []);
    if (!mark || !text.contains(mark)) return void (tip.hidden = true);
    const numbers = mark.dataset.said.split(" ");
    tip.replaceChildren(...numbers.map((/** @type {string} */ i) => h("p", {}, line(statements[Number(i)]))));
    tip.hidden = false;
    const box = mark.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${box.bottom + 6 + tip.offsetHeight > innerHeight ? box.top - tip.offsetHeight - 6 : box.bottom + 6}px`;
  };
  const whole = h("div", { class: "columns", onpointerover: over, onfocusin: over, onpointerleave: () => { light([]); tip.hidden = true; },
    onclick: (/** @type {any} */ event) => { const mark = event.target.closest?.(".text [data-said]"); if (mark) cards[Number(mark.dataset.said.split(" ")[0])]?.scrollIntoView({ block: "center", behavior: "smooth" }); } },
    h("section", { "aria-label": "Text" }, text), h("section", { "aria-label": "What was read" }, h("h2", {}, plural(statements.length, "statement")), statements.length ? cards : empty("Nothing was read in this article.")), tip);
  addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });
  return [h("h1", {}, one.title),
    h("p", { class: "quiet" }, [one.source, date(one.date)].filter(Boolean).join(" · "), one.url ? [" · ", outside(one.url, "source")] : null),
    whole];
}

/** @param {any} piece @param {any[]} statements */
function marked(piece, statements) {
  if (!piece.marks.length) return document.createTextNode(piece.text);
  const [, role] = piece.marks[piece.marks.length - 1];
  const numbers = [...new Set(piece.marks.map((/** @type {any} */ one) => one[0]))];
  return h("mark", { class: role, tabindex: "0", "data-said": numbers.join(" "), "aria-label": `${piece.text}: ${piece.marks.map((/** @type {any} */ [i, name]) => `${name} of ${line(statements[i])}`).join("; ")}` }, piece.text);
}

/** @param {any} said */
const line = (said) => `${said.subject?.label ?? "…"} ${said.label} ${said.object?.label ?? "…"} (${said.modality}, ${said.confidence.toFixed(2)})`;
