// What is shown stands in the address, so that it can be shared and gone back to.
import { encoded } from "./api.js";

/** @returns {URLSearchParams} */
export const state = () => new URLSearchParams(location.search);

/** @param {import("./api.js").Params} params */
export const address = (params) => `?${encoded(params)}`;

/** Go to another view, or change what this one shows. @param {string} to @param {{replace?: boolean}} [how] */
export function go(to, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"](null, "", to || "?");
  dispatchEvent(new CustomEvent("kg:go"));
}

/** Change some of the state; null takes a name out. @param {Record<string, string | string[] | null>} changes
 * @param {{replace?: boolean}} [how] */
export function change(changes, how) {
  const now = state();
  for (const [name, value] of Object.entries(changes)) {
    now.delete(name);
    for (const one of [value].flat()) if (one !== null && one !== "") now.append(name, one);
  }
  go(`?${now}`, how);
}

export const FILTERS = ["relation", "modality", "since", "until", "source", "min_confidence"];

/** The filters of the state as the API takes them. @param {URLSearchParams} [now] */
export function filters(now = state()) {
  /** @type {Record<string, string[]>} */
  const found = {};
  for (const name of FILTERS) if (now.has(name)) found[name] = now.getAll(name);
  return found;
}

/** @param {{id: string}} entity */
export const entityAddress = (entity) => address({ view: "entity", id: entity.id });
