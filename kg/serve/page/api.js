// Asking the server. Addresses are relative, so that the page works behind any path.

/** @typedef {{id: string, label: string, cls: string, country?: string, sector?: string, said?: number}} Entity */
/** @typedef {Record<string, string | string[] | number | boolean | undefined | null>} Params */

/** @param {Params} params @returns {string} */
export function encoded(params) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== "" && one !== false) search.append(name, String(one));
    }
  }
  return search.toString();
}

/** @param {string} path @param {Params} [params] @param {AbortSignal} [signal] @returns {Promise<any>} */
export async function get(path, params = {}, signal) {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await fetch(`api/${path}?${encoded(params)}`, { signal });
    if (answer.ok) return answer.json();
    if (answer.status === 503 && attempt < 120) {
      await new Promise((done) => setTimeout(done, 500)); // the store is still being read
      continue;
    }
    throw new Error(await told(answer));
  }
}

/** What a server says went wrong. @param {Response} answer */
async function told(answer) {
  const text = await answer.text();
  try {
    const { detail } = JSON.parse(text);
    return typeof detail === "string" ? detail : detail.map((/** @type {any} */ one) => `${one.loc?.at(-1)}: ${one.msg}`).join("; ");
  } catch {
    return text.trim() || `The server answers ${answer.status}.`;
  }
}

/** @param {string} sparql @param {string} accept @param {AbortSignal} [signal] */
export async function query(sparql, accept, signal) {
  const answer = await fetch("sparql", {
    method: "POST",
    headers: { Accept: accept, "Content-Type": "application/sparql-query" },
    body: sparql,
    signal,
  });
  if (!answer.ok) throw new Error(await told(answer));
  return answer;
}

/** @type {Promise<any> | undefined} */
let known;

/** What the store holds and what filters take; asked once. @returns {Promise<any>} */
export function meta() {
  known ??= get("meta").catch((error) => {
    known = undefined;
    throw error;
  });
  return known;
}
