// What is seen of a network, as files to take away.
import { save } from "./dom.js";

const SHOWN = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-size", "font-family", "font-weight", "text-anchor", "paint-order", "stroke-linejoin", "visibility"];

/** The picture with its styles written into it, so that it looks the same elsewhere. @param {SVGSVGElement} svg */
export function svgText(svg) {
  const copy = /** @type {SVGSVGElement} */ (svg.cloneNode(true));
  const from = svg.querySelectorAll("*");
  copy.querySelectorAll("*").forEach((element, i) => {
    const style = getComputedStyle(from[i]);
    for (const name of SHOWN) element.setAttribute(name, style.getPropertyValue(name));
    for (const name of ["class", "style", "href", "tabindex"]) element.removeAttribute(name);
  });
  const { width, height } = svg.viewBox.baseVal;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  copy.removeAttribute("class");
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of [["width", "100%"], ["height", "100%"], ["fill", getComputedStyle(document.body).backgroundColor]]) ground.setAttribute(name, value);
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}

/** @param {SVGSVGElement} svg */
export async function png(svg) {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(svg))}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.width * 2, picture.height * 2];
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => blob && save("network.png", blob), "image/png");
}

/** @param {unknown} text */
const xml = (text) => String(text).replace(/[&<>"'\n\t]/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, "\ufffd");

/** @param {any} found what the API gives of a network */
export function gexf(found) {
  const nodes = found.nodes.map((/** @type {any} */ one) => `<node id="${xml(one.id)}" label="${xml(one.label)}"><attvalues><attvalue for="0" value="${xml(one.cls)}"/><attvalue for="1" value="${xml(one.country ?? "")}"/></attvalues></node>`);
  const edges = found.edges.map((/** @type {any} */ one, /** @type {number} */ i) => `<edge id="${i}" source="${xml(one.source)}" target="${xml(one.target)}" type="${one.symmetric ? "undirected" : "directed"}" label="${xml(one.relation)}" weight="${one.weight}"/>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3"><graph defaultedgetype="directed"><attributes class="node"><attribute id="0" title="class" type="string"/><attribute id="1" title="country" type="string"/></attributes>\n<nodes>\n${nodes.join("\n")}\n</nodes>\n<edges>\n${edges.join("\n")}\n</edges></graph></gexf>\n`;
}

/** A cell of a CSV file; one that a spreadsheet would take for a formula is text. @param {unknown} value */
export const cell = (value) => {
  const text = /^[=+\-@\t\r]/.test(String(value)) && Number.isNaN(Number(value)) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** @param {any} found @param {Map<string, string>} labels */
export function csv(found, labels) {
  const names = new Map(found.nodes.map((/** @type {any} */ one) => [one.id, one.label]));
  const rows = found.edges.map((/** @type {any} */ one) => [one.source, names.get(one.source), one.relation, labels.get(one.relation) ?? one.relation, one.target, names.get(one.target), one.weight, one.statements, one.modality, one.first ?? "", one.last ?? ""]);
  return [["subject", "subject_label", "relation", "relation_label", "object", "object_label", "articles", "statements", "modality", "first", "last"], ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}
