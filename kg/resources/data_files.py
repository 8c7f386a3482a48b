"""The data files that reading looks things up in: which they are, and one reader that opens each and can tell
whether any has changed.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

from kg import paths
from kg.errors import DataError

__all__ = ["DataFiles", "DataReader", "Table"]

Table = dict[str, object]
"""A table of a TOML file, before its values are checked."""


@dataclass(frozen=True, slots=True)
class DataFiles:
    """A user's own data files, added to those of the package.

    ``root`` is a folder that takes the place of the package's data: it holds ``ontology`` and ``seeds``.
    """

    ontology: tuple[Path, ...] = ()
    patterns: tuple[Path, ...] = ()
    knowledge: tuple[Path, ...] = ()
    lexicon: tuple[Path, ...] = ()
    root: Path | None = None


class DataReader:
    """Reads data files; ``digest`` changes with a byte of any file that was read, or with their order.

    Where the files lie makes no difference to the digest, so that two machines can compare theirs.
    """

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or paths.DATA
        self.ontology = self.root / "ontology"
        self.knowledge = self.root / "seeds" / "knowledge"
        self._hash = hashlib.sha256()

    @property
    def digest(self) -> str:
        """32 hexadecimal digits for all that was read until now."""
        return self._hash.hexdigest()[:32]

    def content(self, path: Path) -> bytes:
        """The bytes of a file. Raises DataError when it cannot be read."""
        try:
            content = path.read_bytes()
        except OSError as error:
            fault = f"cannot be read ({(error.strerror or 'no reason given').lower()})"
            raise DataError(path, fault, "check the path") from error
        self._hash.update(hashlib.sha256(content).digest())
        return content

    def toml(self, path: Path) -> Table:
        """The tables of a TOML file. Raises DataError when it cannot be read or is not well formed."""
        try:
            return tomllib.loads(self.content(path).decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise DataError(path, f"not TOML: not UTF-8 ({error.reason})", "save it as UTF-8") from error
        except RecursionError as error:
            raise DataError(path, "not TOML: lists in lists without end", "mend it") from error
        except ValueError as error:  # beside what is not TOML, numbers of thousands of digits
            raise DataError(path, f"not TOML: {error}", "mend the line it names") from error
