"""The network as a networkx graph that notebooks show."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import networkx

__all__ = ["Network"]

if TYPE_CHECKING:
    _Graph = networkx.MultiDiGraph[str]
else:
    _Graph = networkx.MultiDiGraph

_SHOWN = 15


class Network(_Graph):
    """A ``networkx.MultiDiGraph`` as ``network`` makes it; in a notebook, a table of its strongest edges."""

    def _repr_html_(self) -> str:
        def label(node: str) -> str:
            return escape(str(self.nodes[node].get("label", node)))

        strongest = sorted(
            self.edges(data=True), key=lambda edge: (-edge[2].get("weight", 1), edge[0], edge[1])
        )
        rows = "".join(
            f"<tr><td>{label(subject)}</td><td>{escape(str(data.get('relation', '')))}</td>"
            f"<td>{label(target)}</td><td>{data.get('weight', '')}</td></tr>"
            for subject, target, data in strongest[:_SHOWN]
        )
        head = "<tr><th>subject</th><th>relation</th><th>object</th><th>articles</th></tr>"
        counts = f"<p>{self.number_of_nodes():,} entities, {self.number_of_edges():,} edges</p>"
        return f"{counts}<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
