"""Matrix products with vector instructions on AMD's processors since Zen 3, which takes a good third off the
time of reading there.

thinc multiplies with BLIS, as the wheels of the package `blis` hold it. BLIS goes by what the processor is
called, does not know AMD's family 25 and later, and takes the kernels that run anywhere. Those processors run
its kernels for Intel's Haswell (AVX2 and FMA) as well, four times as fast. With these kernels, as with those,
a row's product does not depend on the rows beside it.
"""

from __future__ import annotations

import ctypes
import platform
import sys
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from kg.nlp.speedups.switch import is_on

__all__ = ["use_vector_kernels"]

_KNOWN = "1.3."
"""The versions of `blis` in which these entry points do what is said here."""

_ENTRIES = ("bli_arch_query_id", "bli_arch_string", "bli_gks_query_cntx", "bli_cntx_init_haswell")


@cache
def use_vector_kernels() -> bool:
    """Whether this process multiplies with the kernels for Haswell from now on, because BLIS did not know the
    processor.

    Elsewhere, with other versions of `blis` and when it is switched off, nothing changes: BLIS has chosen
    well, or cannot be helped from outside.
    """
    if (
        not is_on("blis_kernels")
        or sys.platform != "linux"
        or platform.machine() != "x86_64"
        or not find_spec("blis")
        or not version("blis").startswith(_KNOWN)
    ):
        return False
    module = find_spec("blis.cy")
    if module is None or module.origin is None:
        return False
    library = ctypes.CDLL(module.origin)
    if not all(hasattr(library, name) for name in _ENTRIES):
        return False
    library.bli_arch_string.restype = ctypes.c_char_p
    library.bli_gks_query_cntx.restype = ctypes.c_void_p
    if (
        library.bli_arch_string(library.bli_arch_query_id()) != b"generic"
        or not {"avx2", "fma"} <= _features()
    ):
        return False
    library.bli_cntx_init_haswell(ctypes.c_void_p(library.bli_gks_query_cntx()))
    return True


def _features() -> set[str]:
    """What the first processor can do, in the words of Linux."""
    facts = Path("/proc/cpuinfo")
    if not facts.is_file():
        return set()
    with facts.open(encoding="utf-8") as lines:
        return set(next((line for line in lines if line.startswith("flags")), "").partition(":")[2].split())
