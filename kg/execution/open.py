"""Which engine a name means."""

from __future__ import annotations

from kg.errors import KGError
from kg.execution.engine import Engine, InProcess, all_cores
from kg.execution.processes import Processes

__all__ = ["engine_for"]


def engine_for(name: str = "processes", jobs: int | None = None) -> Engine:
    """The engine called ``processes``, ``dask`` or ``dask://HOST:PORT``; None stands for as many ``jobs`` as
    there are cores.

    Raises KGError when there is none of this name.
    """
    jobs = all_cores() if jobs is None else jobs
    if name == "processes":
        return Processes(jobs) if jobs > 1 else InProcess()
    if name == "dask" or name.startswith("dask://"):
        from kg.execution.cluster import Dask

        return Dask(name.removeprefix("dask").removeprefix("://") or None, jobs)
    raise KGError("--engine", f"no engine is called {name}", "use processes, dask or dask://HOST:PORT")
