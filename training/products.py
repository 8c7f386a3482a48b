"""Matrix products by NumPy's BLAS while training, which takes half the time of thinc's own.

Reading keeps thinc's: there the product of a row does not depend on the rows beside it, so an article reads
the same in any company.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from thinc.api import NumpyOps

Matrix = NDArray[np.float32]


def multiply(
    _: Any, x: Matrix, y: Matrix, out: Matrix | None = None, trans1: bool = False, trans2: bool = False
) -> Matrix:
    """``x @ y``, each transposed first if asked for, in ``out`` if given; what ``Ops.gemm`` of thinc
    promises.
    """
    product: Matrix = np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)
    return product


def use_numpy() -> None:
    """Leave all products of this process from now on to NumPy."""
    NumpyOps.gemm = multiply
