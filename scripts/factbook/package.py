"""Opens a data package. Nothing else opens files of the data."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO

from factbook.issue import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

DESCRIPTOR = "datapackage.json"


class CannotRunError(Exception):
    """The command could not do its work at all; the message says why and what to do."""


class UnreadableError(Exception):
    """A file of the package cannot be read; the message is the end of a sentence about it."""


class DuplicateKeyError(ValueError):
    """A JSON object has the same key twice."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise DuplicateKeyError(name)
    return dict(pairs)


def _no_constant(name: str) -> float:
    message = f"{name} is not JSON"
    raise ValueError(message)


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        message = f"the number {digits} is too large"
        raise ValueError(message)
    return number


def _check_depth(value: Any, left: int) -> None:
    if left == 0:
        message = "it is nested too deeply"
        raise ValueError(message)
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            _check_depth(item, left - 1)


def parse_json(data: bytes) -> Any:
    """Return the value of a JSON text in UTF-8, nested at most 50 deep.

    Raises DuplicateKeyError for a repeated key, ValueError for anything else that cannot be used:
    no JSON, numbers without end, half a character (a lone surrogate).
    """
    try:
        text = data.decode("utf-8")
        value = json.loads(
            text,
            object_pairs_hook=_unique,
            parse_constant=_no_constant,
            parse_float=_finite,
        )
        _check_depth(value, 50)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        message = "it is nested too deeply"
        raise ValueError(message) from None
    except UnicodeEncodeError:
        message = "an escape stands for half a character"
        raise ValueError(message) from None
    return value


@dataclass(frozen=True)
class Package:
    """A folder with a datapackage.json."""

    root: Path

    def path(self, name: str) -> Path:
        """Return where the regular file `name` (relative, with slashes) lies inside the package.

        Raises UnreadableError for a path that leaves the package, a link, a folder or no file.
        """
        parts = PurePosixPath(name)
        if parts.is_absolute() or ".." in parts.parts or "\\" in name or ":" in name:
            message = "lies outside the package"
            raise UnreadableError(message)
        path = self.root / parts
        try:
            if path.resolve() != self.root.resolve() / parts:
                message = "is a link"
                raise UnreadableError(message)
            if not path.exists():
                message = "does not exist"
                raise UnreadableError(message)
            if not path.is_file():
                message = "is not a file"
                raise UnreadableError(message)
        except (OSError, RuntimeError, ValueError) as error:
            raise UnreadableError(_reason(error)) from None
        return path

    def read(self, name: str) -> bytes:
        """Return the bytes of a file; raises UnreadableError."""
        path = self.path(name)
        try:
            return path.read_bytes()
        except OSError as error:
            raise UnreadableError(_reason(error)) from None

    def stream(self, name: str) -> BinaryIO:
        """Return a file, opened for reading bytes; raises UnreadableError."""
        path = self.path(name)
        try:
            return path.open("rb")
        except OSError as error:
            raise UnreadableError(_reason(error)) from None

    def chunks(self, name: str, size: int = 1 << 22) -> Iterator[bytes]:
        """Yield the bytes of a file in chunks of whole lines; raises UnreadableError.

        A chunk has about `size` bytes, more only where a single line has.
        """
        with self.stream(name) as file:
            try:
                while chunk := file.read(size):
                    yield chunk if chunk.endswith(b"\n") else chunk + file.readline()
            except OSError as error:
                raise UnreadableError(_reason(error)) from None

    def digest(self, name: str) -> tuple[int, str]:
        """Return (length in bytes, SHA-256 in hexadecimal) of a file; raises UnreadableError."""
        path = self.path(name)
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            return path.stat().st_size, digest
        except OSError as error:
            raise UnreadableError(_reason(error)) from None

    def size(self, name: str) -> int:
        """Return the length of a file in bytes, 0 if it cannot be read."""
        try:
            return self.path(name).stat().st_size
        except (UnreadableError, OSError):
            return 0

    def files(self, folder: str) -> Iterator[str]:
        """Yield the path of everything that lies directly in a folder of the package."""
        for path in sorted((self.root / folder).glob("*")):
            yield path.relative_to(self.root).as_posix()


def _reason(error: Exception) -> str:
    return f"cannot be read ({getattr(error, 'strerror', None) or error})"


def open_package(path: Path) -> Package:
    """Return the Package in a folder; raises CannotRunError if there is none."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        message = (
            f"The path {visible(str(path))} is not UTF-8. Rename the folder or move the package."
        )
        raise CannotRunError(message) from None
    if not path.is_dir():
        message = f"{path} is not a folder. Name a folder that holds a {DESCRIPTOR}."
        raise CannotRunError(message)
    if not (path / DESCRIPTOR).is_file():
        message = f"{path} holds no {DESCRIPTOR}. Name the folder of a data package."
        raise CannotRunError(message)
    return Package(path)
