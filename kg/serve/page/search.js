// A field that finds entities of the store.
import { get } from "./api.js";
import { combo } from "./combo.js";

/** @param {{label: string, value?: string, take: (entity: import("./api.js").Entity) => void, placeholder?: string}} how @returns {HTMLElement} */
export const entityField = (how) =>
  combo({ ...how, find: async (typed, signal) => (await get("search", { q: typed }, signal)).entities });
