// The page: which view the address asks for, and the search that every view has.
import { articles } from "./articles.js";
import { claims } from "./claims.js";
import { announce, fault, h } from "./dom.js";
import { entity } from "./entity.js";
import { events } from "./events.js";
import { home } from "./home.js";
import { network } from "./network.js";
import { pair } from "./pair.js";
import { query } from "./query.js";
import { entityField } from "./search.js";
import { address, entityAddress, go, state } from "./state.js";
import { drawer, watchDrawer } from "./statement.js";

/** @type {Record<string, [string, () => Promise<any>]>} */
const VIEWS = {
  home: ["Overview", home],
  entity: ["", entity],
  network: ["Network", network],
  pair: ["Pairs", pair],
  events: ["Events", events],
  claims: ["Claims", claims],
  articles: ["Articles", articles],
  query: ["Query", query],
};

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
let shown = "";
let turn = 0;

async function show() {
  const now = state();
  const name = VIEWS[now.get("view") ?? ""] ? String(now.get("view")) : "home";
  const asked = new URLSearchParams([...now].filter(([key]) => key !== "open" && key !== "title")).toString();
  if (asked !== shown || !main.dataset.view) {
    const before = shown;
    shown = asked;
    const mine = (turn += 1);
    const [title, view] = VIEWS[name];
    const same = main.dataset.view === name;
    main.setAttribute("aria-busy", "true");
    document.title = title && name !== "home" ? `${title} · newskg` : "newskg";
    for (const link of document.querySelectorAll("#views a")) {
      if (link.getAttribute("data-view") === name) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const here = document.querySelector("#views [aria-current]");
    if (here?.parentElement instanceof HTMLElement) here.parentElement.scrollLeft = /** @type {HTMLElement} */ (here).offsetLeft - 120;
    let made;
    try {
      made = [await view()].flat();
    } catch (error) {
      made = [fault(error)];
    }
    if (mine !== turn) return; // another view was asked for meanwhile
    const focus = kept();
    main.replaceChildren(...made.filter(Boolean));
    main.dataset.view = name;
    main.removeAttribute("aria-busy");
    if (same) focus();
    else if (before) {
      scrollTo(0, 0);
      main.focus({ preventScroll: true });
    }
    announce(document.title);
  }
  await drawer();
}

/** What has the focus now, to have it again after a filter has changed. */
function kept() {
  const had = document.activeElement;
  if (!(had instanceof HTMLElement) || !main.contains(had)) return () => {};
  const all = [...main.querySelectorAll(had.tagName)];
  const [at, label, menu] = [all.indexOf(had), had.getAttribute("value"), had.closest("details.menu")];
  return () => {
    if (menu) main.querySelector("details.menu")?.setAttribute("open", "");
    const again = [...main.querySelectorAll(had.tagName)];
    const found = again.find((one) => label && one.getAttribute("value") === label && one.getAttribute("type") === had.getAttribute("type")) ?? again[at];
    if (found instanceof HTMLElement) found.focus({ preventScroll: true });
  };
}

document.getElementById("views")?.append(...Object.entries(VIEWS).filter(([, [title]]) => title).map(([name, [title]]) =>
  h("a", { href: name === "home" ? "?" : address({ view: name }), "data-view": name }, title)));
document.getElementById("search")?.append(entityField({ label: "Search for an entity", placeholder: "Search: a person, country, body, place …", take: (one) => go(entityAddress(one)) }));
addEventListener("kg:go", show);
addEventListener("popstate", show);
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[href^='?']") : null;
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  go(/** @type {string} */ (link.getAttribute("href")));
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || (event.target instanceof Element && event.target.closest("input,textarea,select,.CodeMirror"))) return;
  event.preventDefault();
  /** @type {HTMLElement | null} */ (document.querySelector("#search input"))?.focus();
});
watchDrawer();
show();
