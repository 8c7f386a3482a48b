// Elements. Words of articles become text nodes here and nowhere else: never markup.

/**
 * @param {string} tag
 * @param {Record<string, any>} [attributes] "on..." are listeners; null, undefined and false are left out
 * @param {...(Node | string | number | null | undefined | false | (Node | string | null | undefined | false)[])} children
 * @returns {any} the element
 */
export function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== undefined && value !== null && value !== false) made.setAttribute(name, String(value));
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) made.append(child instanceof Node ? child : String(child));
  }
  return made;
}

const format = new Intl.NumberFormat("en");

/** @param {number} n */
export const number = (n) => format.format(n);

/** @param {number} n @param {string} one @param {string} [many] */
export const plural = (n, one, many = one + "s") => `${number(n)} ${n === 1 ? one : many}`;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A date, month or year for people. @param {string | undefined} iso @returns {string} */
export function date(iso) {
  if (!iso) return "";
  if (iso.startsWith("--")) return date(`0000${iso.slice(1)}`).replace(" 0000", ""); // a day of no known year
  const [year, month, day] = iso.split("-");
  if (!year) return iso;
  const name = month ? MONTHS[Number(month) - 1] : "";
  return [day && String(Number(day)), name, year].filter(Boolean).join(" ");
}

/** A span of time for people. @param {string | undefined} first @param {string | undefined} last */
export const span = (first, last) => (first === last ? date(first) : `${date(first)} – ${date(last)}`);

/** Says something to who cannot see it. @param {string} text */
export function announce(text) {
  const status = document.getElementById("status");
  if (status) status.textContent = text;
}

/** Gives the browser a file to keep. @param {string} name @param {Blob} content */
export function save(name, content) {
  const link = h("a", { href: URL.createObjectURL(content), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** @param {unknown} error */
export function fault(error) {
  const said = error instanceof Error ? error.message : String(error);
  return h("p", { class: "fault", role: "alert" }, said);
}

/** A place that shows what a promise gives, "loading" until then, and what goes wrong.
 * @param {Promise<Node | Node[]>} coming @param {string} [className] */
export function later(coming, className = "") {
  const place = h("div", { class: className, "aria-busy": "true" }, h("p", { class: "loading" }, "Loading …"));
  coming
    .then((found) => place.replaceChildren(...[found].flat()))
    .catch((error) => place.replaceChildren(fault(error)))
    .finally(() => place.removeAttribute("aria-busy"));
  return place;
}

/** @param {string} text */
export const empty = (text) => h("p", { class: "empty" }, text);
