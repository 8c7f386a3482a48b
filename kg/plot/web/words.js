// Words of articles, with what was read in them marked.
import { h } from "./dom.js";

/** A sentence with its marks: pairs of words and the role that they have. @param {Iterable<[string, string]>} pieces */
export const sentence = (pieces) =>
  h("blockquote", {}, [...pieces].map(([text, role]) => (role ? h("mark", { class: role, title: role === "attribution" ? "speaker" : role }, text) : text)));

/** @param {string} text @param {string} [className] */
export const badge = (text, className = "") => h("span", { class: `badge ${className}`.trim() }, text);

/** A link to somewhere else, which is not told where it is followed from. @param {string} address @param {string} words */
export const outside = (address, words) => h("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, words);
