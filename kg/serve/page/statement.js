// A statement with its sentence: what every line of the page opens to.
import { get, meta } from "./api.js";
import { announce, date, empty, fault, h, number, plural, span } from "./dom.js";
import { address, change, entityAddress, state } from "./state.js";
import { badge, outside, sentence } from "./words.js";

/** @typedef {import("./api.js").Entity} Entity */

/** A link to an entity. @param {Entity | undefined} entity */
export function who(entity) {
  if (!entity) return h("span", { class: "quiet" }, "somebody");
  return h("a", { href: entityAddress(entity), class: "who", title: [entity.cls, entity.country].filter(Boolean).join(", ") }, entity.label);
}

/** @param {any} one a statement @returns {HTMLElement} */
export function card(one) {
  const when = one.begin ? span(one.begin, one.end ?? one.begin) : "";
  const { article } = one;
  const further = ["place", "recipient", "topic"].filter((role) => one[role]);
  return h("article", { class: "card" },
    h("p", { class: "said" }, one.subject || one.object ? who(one.subject) : null, " ", h("span", { class: "relation" }, one.label), " ", one.object ? who(one.object) : null),
    sentence(one.sentence.map((/** @type {any} */ { text, role }) => [text, role])),
    h("p", { class: "chips" },
      badge(one.modality, one.modality), when && h("span", { class: "badge" }, when),
      h("span", { class: "badge", title: "how likely it is that the sentence says so" }, `confidence ${one.confidence.toFixed(2)}`),
      one.quantity && h("span", { class: "badge" }, `quantity ${one.quantity}`),
      further.map((role) => h("span", { class: "badge" }, `${role}: `, who(one[role]))),
      one.speaker && h("span", { class: "badge" }, "according to ", who(one.speaker))),
    h("p", { class: "origin" },
      h("a", { href: address({ view: "articles", article: article.id }) }, article.title),
      [article.source, date(article.date)].filter(Boolean).map((text) => ` · ${text}`),
      article.url && [" · ", outside(article.url, "source")],
      " · ", h("button", { type: "button", class: "link", onclick: (/** @type {any} */ event) => copy(event.target, one.iri) }, "wrong? copy its id")),
  );
}

/** @param {HTMLElement} button @param {string} text */
async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "id copied";
  } catch {
    button.replaceWith(h("code", {}, text)); // to be copied by hand
  }
  announce("The id of the statement is copied.");
}

/** Pages of statements, newest first. @param {import("./api.js").Params} params @param {{what?: string}} [how] */
export function list(params, { what = "statement" } = {}) {
  const place = h("div", { class: "cards" });
  const more = h("button", { type: "button", class: "more" }, "Show more");
  const count = h("p", { class: "quiet count" });
  const whole = h("section", { "aria-label": "Statements" }, count, place, more);
  let offset = 0;
  async function next() {
    more.disabled = true;
    more.hidden = false;
    more.textContent = "Loading …";
    whole.setAttribute("aria-busy", "true");
    try {
      const found = await get("statements", { ...params, offset, limit: 20 });
      offset += 20;
      count.textContent = found.total ? plural(found.total, what) : "";
      if (!found.total) place.replaceChildren(empty("No sentence says this with these filters."));
      place.append(...found.statements.map(card));
      more.hidden = offset >= found.total;
      more.textContent = `Show more (${number(Math.max(0, found.total - offset))} left)`;
      more.disabled = false;
    } catch (error) {
      more.hidden = true;
      place.append(fault(error));
    } finally {
      whole.removeAttribute("aria-busy");
    }
  }
  more.addEventListener("click", next);
  next();
  return whole;
}

/** Open the sentences behind something; what stands in the address. @param {string} title @param {import("./api.js").Params} params */
export function open(title, params) {
  /** @type {string[]} */
  const said = [];
  for (const [name, value] of Object.entries(params)) for (const one of [value].flat()) if (one !== undefined && one !== null && one !== "") said.push(`${name}=${encodeURIComponent(String(one))}`);
  change({ open: said.join("&"), title });
}

/** Show or hide the drawer as the address says. */
export async function drawer() {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("drawer"));
  const now = state();
  const asked = now.get("open");
  if (asked === null) {
    if (dialog.open) dialog.close();
    return;
  }
  if (dialog.open && dialog.dataset.asked === asked) return;
  dialog.dataset.asked = asked;
  /** @type {Record<string, string[]>} */
  const params = {};
  for (const [name, value] of new URLSearchParams(asked)) (params[name] ??= []).push(value);
  await meta();
  dialog.replaceChildren(
    h("div", { class: "drawer-head" },
      h("h2", { id: "drawer-title", tabindex: "-1" }, now.get("title") ?? "Sentences"),
      h("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => dialog.close() }, "×")),
    list(params));
  if (!dialog.open) dialog.showModal();
  document.getElementById("drawer-title")?.focus();
}

export function watchDrawer() {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("drawer"));
  dialog.addEventListener("close", () => {
    if (state().has("open")) change({ open: null, title: null });
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}
