"""Opens a data package: a folder, or files in memory. Nothing else opens its files."""

from __future__ import annotations

import hashlib
import io
import json
import math
import os
import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO

from factbook.issue import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

DESCRIPTOR = "datapackage.json"
_CHUNK = 1 << 22


class CannotRunError(Exception):
    """The command could not do its work; the message says why and what to do."""


class UnreadableError(Exception):
    """A file of the package cannot be read; the message is the end of a sentence about it."""


class DuplicateKeyError(ValueError):
    """A JSON object has the same key twice."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise DuplicateKeyError(name)
        found[name] = value
    return found


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
    no JSON, infinite numbers, half a character (a lone surrogate).
    """
    try:
        text = data.decode("utf-8")
        value = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_finite
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


class Package:
    """Files by name (relative, with slashes), one of them datapackage.json.

    A subclass gives open, size and files; open, read, chunks and digest raise UnreadableError for
    a file that cannot be read, a link, or a name that leads out of the package.
    """

    def open(self, name: str) -> BinaryIO:
        """Return a file, opened for reading bytes."""
        raise NotImplementedError

    def size(self, name: str) -> int:
        """Return the length of a file in bytes, 0 if it cannot be read."""
        raise NotImplementedError

    def files(self, folder: str) -> list[str]:
        """Return the names of everything that lies directly in a folder."""
        raise NotImplementedError

    def read(self, name: str, most: int | None = None) -> bytes:
        """Return the bytes of a file; one of more than `most` bytes cannot be read."""
        if most is not None and self.size(name) > most:
            message = f"has {self.size(name):,} bytes, the most is {most:,}"
            raise UnreadableError(message)
        with self.open(name) as file:
            try:
                return file.read()
            except OSError as error:
                raise UnreadableError(_reason(error)) from None

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a file in chunks of whole lines, of about 4 MB unless a single line is longer."""
        with self.open(name) as file:
            try:
                while chunk := file.read(_CHUNK):
                    yield chunk if chunk.endswith(b"\n") else chunk + file.readline()
            except OSError as error:
                raise UnreadableError(_reason(error)) from None

    def digest(self, name: str) -> tuple[int, str]:
        """Return (length in bytes, SHA-256 in hexadecimal) of a file."""
        size, digest = 0, hashlib.sha256()
        for chunk in self.chunks(name):
            size += len(chunk)
            digest.update(chunk)
        return size, digest.hexdigest()


class Memory(Package):
    """A package in memory: name → bytes."""

    def __init__(self, content: Mapping[str, bytes]) -> None:
        self.content = content

    def open(self, name: str) -> BinaryIO:
        _check_inside(name)
        if name not in self.content:
            message = "does not exist"
            raise UnreadableError(message)
        return io.BytesIO(self.content[name])

    def size(self, name: str) -> int:
        return len(self.content.get(name, b""))

    def files(self, folder: str) -> list[str]:
        names = (PurePosixPath(name) for name in self.content)
        return sorted({n.as_posix() for n in names if n.parent.as_posix() == folder})


class Folder(Package):
    """A package in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, name: str) -> Path:
        """Return where a regular file lies."""
        _check_inside(name)
        path = self.root / name
        try:
            faults = {
                "is a link": path.resolve() != self.root.resolve() / name,
                "does not exist": not path.exists(),
                "is not a file": not path.is_file(),
            }
        except (OSError, RuntimeError, ValueError) as error:
            raise UnreadableError(_reason(error)) from None
        for fault, found in faults.items():
            if found:
                raise UnreadableError(fault)
        return path

    def open(self, name: str) -> BinaryIO:
        try:
            return self.path(name).open("rb")
        except OSError as error:
            raise UnreadableError(_reason(error)) from None

    def size(self, name: str) -> int:
        try:
            return self.path(name).stat().st_size
        except (UnreadableError, OSError):
            return 0

    def files(self, folder: str) -> list[str]:
        paths = sorted((self.root / folder).glob("*"))
        return [path.relative_to(self.root).as_posix() for path in paths]


def _check_inside(name: str) -> None:
    parts = PurePosixPath(name)
    if parts.is_absolute() or ".." in parts.parts or "\\" in name or ":" in name:
        message = "lies outside the package"
        raise UnreadableError(message)


def _reason(error: Exception) -> str:
    return f"cannot be read ({getattr(error, 'strerror', None) or error})"


def open_folder(path: Path) -> Folder:
    """Return the package in a folder; raises CannotRunError if there is none."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        message = (
            f"The path {visible(str(path))} is not UTF-8. Rename the folder or move the package."
        )
        raise CannotRunError(message) from None
    if not path.is_dir():
        message = f"{path} is not a folder. Name a folder that contains a {DESCRIPTOR}."
        raise CannotRunError(message)
    if not (path / DESCRIPTOR).is_file():
        message = f"{path} contains no {DESCRIPTOR}. Name the folder of a data package."
        raise CannotRunError(message)
    return Folder(path)


def run(main: Callable[[], int]) -> int:
    """Run a command and return its exit status, also if its reader or its user has enough."""
    try:
        status = main()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return 130
    return status
