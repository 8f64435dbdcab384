"""The release archive and SHA256SUMS: the same input gives the same bytes everywhere.

Members are stored, not deflated, because compressors differ between builds of zlib; names are
sorted; dates, modes and the making system are fixed.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from factbook.package import CannotRunError, Package, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable

# What is needed to use and to check the data without a network, and nothing else.
RELEASED = (
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE",
    "README.md",
    "RULES.md",
    "SECURITY.md",
    "datapackage.json",
    "requirements.txt",
    "data/*",
    "docs/*.svg",
    "schemas/*",
    "scripts/**/*.jinja",
    "scripts/**/*.json",
    "scripts/**/*.py",
    "scripts/**/*.sql",
)
CHECKSUMS = "SHA256SUMS"
_DATE = (1980, 1, 1, 0, 0, 0)


def checksums(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the lines that `sha256sum -c` reads."""
    lines = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files)
    return "".join(lines).encode()


def released(package: Package) -> list[tuple[str, bytes]]:
    """Return (path, bytes) of every released file, sorted; raises CannotRunError."""
    names: set[str] = set()
    for pattern in RELEASED:
        found = {p.relative_to(package.root).as_posix() for p in package.root.glob(pattern)}
        if not found:
            message = f"{pattern} is missing. Restore it before a release is built."
            raise CannotRunError(message)
        names |= found
    try:
        return [(name, package.read(name)) for name in sorted(names)]
    except UnreadableError as error:
        message = f"A file to release {error}. Repair it before a release is built."
        raise CannotRunError(message) from None


def write(out: BinaryIO, members: Iterable[tuple[str, int, BinaryIO]]) -> None:
    """Write a zip archive of (path, length in bytes, content): the one spelling of an archive."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as zipped:
        for name, size, content in members:
            info = zipfile.ZipInfo(name, _DATE)
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            info.file_size = size
            with zipped.open(info, "w") as member:
                shutil.copyfileobj(content, member)


def archive(files: list[tuple[str, bytes]]) -> bytes:
    """Return a zip archive of (path, bytes), with their SHA256SUMS as its last member."""
    out = io.BytesIO()
    members = [*files, (CHECKSUMS, checksums(files))]
    write(out, ((name, len(data), io.BytesIO(data)) for name, data in members))
    return out.getvalue()


def release(package: Package, name: str, formats: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files of a release by name: the archive and the other formats.

    formats: the end of a file's name → its bytes; all are called <name>.<end>.
    """
    made = formats | {"zip": archive(released(package))}
    return {f"{name}.{end}": data for end, data in sorted(made.items())}


def replace_folder(folder: Path, files: dict[str, bytes]) -> None:
    """Put files into a folder in place of all it held; on any error it stays as it was."""
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".release-") as work:
        new, old = Path(work) / "new", Path(work) / "old"
        new.mkdir()
        for name, data in files.items():
            (new / name).write_bytes(data)
        if folder.exists():
            folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            if old.exists():
                shutil.move(old, folder)
            raise
