// A field that finds entities while one types (the combobox of the ARIA practices).
import { h } from "./dom.js";

/** @typedef {{id: string, label: string, cls: string, country?: string}} Found */

let combos = 0;

/**
 * @param {{label: string, find: (typed: string, signal: AbortSignal) => Promise<Found[]>, take: (entity: any) => void, value?: string, placeholder?: string}} how
 * @returns {HTMLElement}
 */
export function combo({ label, find, take, value = "", placeholder = "" }) {
  const id = `combo-${(combos += 1)}`;
  /** @type {Found[]} */
  let found = [];
  let current = 0;
  /** @type {AbortController | undefined} */
  let asking;
  const list = h("ul", { id: `${id}-list`, role: "listbox", "aria-label": label, hidden: true });
  const field = h("input", {
    id, type: "search", role: "combobox", value, placeholder, autocomplete: "off", spellcheck: "false",
    "aria-label": label, "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": `${id}-list`,
    oninput: search,
    onblur: () => show(false),
    onfocus: () => field.select(),
    onkeydown: key,
  });

  /** @param {boolean} open */
  function show(open) {
    list.hidden = !open;
    field.setAttribute("aria-expanded", String(open));
    if (!open) field.removeAttribute("aria-activedescendant");
  }

  async function search() {
    const typed = field.value.trim();
    asking?.abort();
    if (!typed) return show(false);
    asking = new AbortController();
    try {
      found = await find(typed, asking.signal);
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      found = [];
    }
    current = 0;
    draw();
    show(document.activeElement === field);
  }

  function draw() {
    const lines = found.map((one, i) =>
      h("li", { id: `${id}-${i}`, role: "option", "aria-selected": String(i === current), onmousedown: (/** @type {Event} */ event) => { event.preventDefault(); choose(one); } },
        h("span", { class: `dot ${one.id.split("/")[0]}` }), h("span", { class: "name" }, one.label), " ", h("small", {}, [one.cls, one.country].filter(Boolean).join(", "))),
    );
    list.replaceChildren(...(lines.length ? lines : [h("li", { class: "none" }, "Nothing of this name.")]));
    if (found.length) field.setAttribute("aria-activedescendant", `${id}-${current}`);
  }

  /** @param {Found} one */
  function choose(one) {
    field.value = one.label;
    show(false);
    take(one);
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!found.length) return;
      current = (current + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
      draw();
      document.getElementById(`${id}-${current}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && !list.hidden && found.length) {
      event.preventDefault();
      choose(found[current]);
    } else if (event.key === "Escape") show(false);
  }

  return h("div", { class: "combo" }, field, list);
}
