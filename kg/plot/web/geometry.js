// Where the lines and names of a drawn network go.

/** @typedef {{x: number, y: number}} Point */

/** The point at a distance from a node towards another point. @param {Point} node @param {number[]} towards @param {number} reach */
function rim(node, towards, reach) {
  const length = Math.hypot(towards[0] - node.x, towards[1] - node.y) || 1;
  return [node.x + ((towards[0] - node.x) * reach) / length, node.y + ((towards[1] - node.y) * reach) / length];
}

/**
 * The path of a link from rim to rim, and the transform of the arrow at its end.
 * @param {{source: any, target: any, bend: number}} link
 * @param {(node: any) => number} radius @param {number} gap what is left free before the target
 */
export function curve({ source: a, target: b, bend }, radius, gap) {
  const middle = [(a.x + b.x) / 2 - bend * (b.y - a.y), (a.y + b.y) / 2 + bend * (b.x - a.x)];
  const from = rim(a, middle, radius(a) + 1);
  const to = rim(b, middle, radius(b) + gap);
  const angle = (Math.atan2(to[1] - middle[1], to[0] - middle[0]) * 180) / Math.PI;
  return { path: `M${from}Q${middle} ${to}`, arrow: `translate(${to}) rotate(${angle})` };
}

/**
 * The nodes whose names find room, the first ones first; a box is left, top, right, bottom.
 * @template Node
 * @param {Iterable<Node>} order @param {(node: Node) => number[]} box
 * @param {number[][]} [taken] what no name may lie on @param {Node} [always] one that keeps its name in any case
 */
export function uncrowded(order, box, taken = [], always) {
  const found = new Set();
  for (const node of order) {
    const mine = box(node);
    if (node !== always && taken.some((one) => one[0] < mine[2] && mine[0] < one[2] && one[1] < mine[3] && mine[1] < one[3])) continue;
    taken.push(mine);
    found.add(node);
  }
  return found;
}
