"""The release archive: written with the same bytes everywhere, looked through, read where it lies.

Members are stored, not deflated, because compressors differ between builds of zlib; names are
sorted; dates, modes and the making system are fixed. So an archive can be compared byte for byte
with the one made of its members, no member can swell, and nothing has to be unpacked to be read.
"""

import hashlib
import io
import re
import shutil
import stat
import struct
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from factbook.issue import Issue, quoted
from factbook.package import CannotRunError, Folder, Memory, Package, UnreadableError, open_folder
from factbook.rules import RULES

Fault = tuple[str, str, str]  # code of the rule without “archive-”, member, message

# What is needed to use and to check the data without a network, and nothing else.
RELEASED = (
    *("CHANGELOG.md", "CITATION.cff", "LICENSE", "README.md", "datapackage.json"),
    *("requirements.txt", ".github/SECURITY.md", "docs/rules.md", "docs/*.svg"),
    *("data/*", "schemas/*"),
    *(f"scripts/**/*.{kind}" for kind in ("jinja", "json", "py", "sql", "toml")),
)
# An earlier release had other files than one has now.
EARLIER = ("datapackage.json", "**/*")
CHECKSUMS = "SHA256SUMS"
_ENCRYPTED = 0x1
# Paths that lead to a place inside the archive, spelt in one way.
_INSIDE = re.compile(r"(?:(?!\.\.?(?:/|\Z))[^/\\:]+(?:/|\Z))+")
_LINE = re.compile(r"([0-9a-f]{64})  ([^\n]+)\n")
# What zipfile raises for bytes that are no zip, or no whole one.
_DAMAGE = (
    *(zipfile.BadZipFile, struct.error, EOFError, IndexError, OSError, OverflowError),
    *(RuntimeError, UnreadableError, ValueError),
)


def checksums(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the lines that `sha256sum -c` reads."""
    lines = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files)
    return "".join(lines).encode()


def released(package: Folder) -> list[tuple[str, bytes]]:
    """Return (path, bytes) of every released file, sorted; raises CannotRunError."""
    names: set[str] = set()
    for pattern in RELEASED:
        found = {p.relative_to(package.root).as_posix() for p in package.root.glob(pattern)}
        if not found:
            message = f"{pattern} is missing. Restore it before you build a release."
            raise CannotRunError(message)
        names |= found
    try:
        return [(name, package.read(name)) for name in sorted(names)]
    except UnreadableError as error:
        message = f"A file to release {error}. Repair it before you build a release."
        raise CannotRunError(message) from None


def write(out: IO[bytes], package: Package, names: Iterable[str]) -> None:
    """Write files of a package as a zip archive: the one spelling of an archive."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as zipped:
        for name in names:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o100644 << 16
            info.file_size = package.size(name)
            with package.open(name) as content, zipped.open(info, "w") as member:
                shutil.copyfileobj(content, member)


def pack(files: list[tuple[str, bytes]]) -> bytes:
    """Return a zip archive of (path, bytes), with their SHA256SUMS as its last member."""
    out, content = io.BytesIO(), dict([*files, (CHECKSUMS, checksums(files))])
    write(out, Memory(content), content)
    return out.getvalue()


def replace_folder(folder: Path, files: dict[str, bytes]) -> None:
    """Replace all that a folder contains by files; on any error it stays as it was."""
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".release-") as work:
        new, old = Path(work, "new"), Path(work, "old")
        new.mkdir()
        for name, data in files.items():
            (new / name).write_bytes(data)
        if folder.exists():
            folder.rename(old)
        try:
            new.rename(folder)
        finally:
            if old.exists() and not folder.exists():
                old.rename(folder)


class Archive(Package):
    """A package in an archive in which look_through finds no fault."""

    def __init__(self, path: Path) -> None:
        self.zip = zipfile.ZipFile(path)
        self.members = {member.filename: member for member in self.zip.infolist()}

    def open(self, name: str) -> BinaryIO:
        if name not in self.members:
            message = "does not exist"
            raise UnreadableError(message)
        return cast("BinaryIO", self.zip.open(self.members[name]))

    def size(self, name: str) -> int:
        return self.members[name].file_size if name in self.members else 0

    def files(self, folder: str) -> list[str]:
        return sorted(n for n in self.members if PurePosixPath(n).parent.as_posix() == folder)


def open_release(path: Path) -> Package:
    """Return the package in a folder or in the archive of any release; raises CannotRunError."""
    if path.is_dir():
        return open_folder(path)
    if not zipfile.is_zipfile(path):
        message = f"{path} is neither a folder nor a zip archive. Name a data package."
        raise CannotRunError(message)
    for issue in look_through(path, EARLIER):
        message = f"{path} cannot be compared: {issue.message} {issue.hint}"
        raise CannotRunError(message)
    return Archive(path)


def look_through(path: Path, patterns: Sequence[str] = RELEASED) -> list[Issue]:
    """Return what an archive breaks; if that is nothing, Archive(path) can read it.

    patterns: those that the paths of its members match, each at least once.
    """
    try:
        package = Archive(path)
        with package.zip:
            members, size = package.zip.infolist(), path.stat().st_size
            steps = (_shape(members), _listed(members, patterns, size), _contents(package, path))
            faults = next(filter(None, map(list, (*steps, _bytes(package, path)))), [])
    except _DAMAGE as error:
        faults = [("unreadable", "", f"The archive cannot be read ({error}).")]
    found = ((RULES[f"archive-{code}"], record, message) for code, record, message in faults)
    return [rule.issue(path.name, message, record=record) for rule, record, message in found]


def _shape(members: list[zipfile.ZipInfo]) -> Iterator[Fault]:
    """Yield the members that are no plain files in the archive, or a sign of another program."""
    packed = [m for m in members if m.compress_type and not m.flag_bits & _ENCRYPTED]
    sign = f"{quoted(packed[0].filename)} is compressed" if packed else ""
    if CHECKSUMS not in {member.filename for member in members}:
        sign = f"it contains no {CHECKSUMS}"
    other = bool(sign) and all(map(_is_safe, members))
    if other:
        yield "bytes-differ", "", f"This is not a release archive: {sign}."
    for name, fine in ((m.orig_filename, _is_safe(m) and not m.is_dir()) for m in members):
        if not fine and not other:
            message = f"The member {quoted(name)} is not a plain file inside the archive."
            yield "member-unsafe", name, message


def _is_safe(member: zipfile.ZipInfo) -> bool:
    name, kind = member.orig_filename, stat.S_IFMT(member.external_attr >> 16)
    plain = kind in (0, stat.S_IFDIR if member.is_dir() else stat.S_IFREG)
    spelt = name == member.filename and name.isprintable() and _INSIDE.fullmatch(name)
    return plain and bool(spelt)


def _listed(members: list[zipfile.ZipInfo], patterns: Sequence[str], size: int) -> Iterator[Fault]:
    """Yield what is wrong with the list of members; size: of the archive in bytes."""
    # In a pattern ** is any folder, * any name.
    spelt = {p: re.escape(p).replace(r"\*\*/", "(?:[^/]+/)*") for p in (*patterns, CHECKSUMS)}
    known = {p: re.compile(text.replace(r"\*", "[^/]*")) for p, text in spelt.items()}
    names, seen = [member.filename for member in members], set()
    for name, member in zip(names, members, strict=True):
        if name.casefold() in seen:
            yield "member-repeated", name, f"The member {quoted(name)} is there twice."
        elif member.flag_bits & _ENCRYPTED:
            yield "unreadable", name, f"The member {quoted(name)} is encrypted."
        elif not any(regex.fullmatch(name) for regex in known.values()):
            yield "member-unexpected", name, f"The member {quoted(name)} belongs to no release."
        seen.add(name.casefold())
    missing = [text for text, regex in known.items() if not any(map(regex.fullmatch, names))]
    if missing:
        yield "member-missing", missing[0], f"The archive contains no {', '.join(missing)}."
    if sum(member.file_size for member in members) > size:
        yield "bytes-differ", "", "The members claim more bytes than the archive has."


def _contents(package: Archive, path: Path) -> Iterator[Fault]:
    """Yield the members that are damaged, and those of which SHA256SUMS has no or another sum."""
    digests = {}
    for name in sorted(package.members):
        try:
            digests[name] = package.digest(name)[1]
        except _DAMAGE as error:
            yield "unreadable", name, f"The member {quoted(name)} is damaged ({error})."
    if digests.keys() == package.members.keys():
        del digests[CHECKSUMS]
        yield from _sums("in", package.read(CHECKSUMS), digests)
        beside = path.with_name(CHECKSUMS)
        if beside.is_file():
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            yield from _sums("beside", beside.read_bytes(), {path.name: digest})


def _sums(where: str, sums: bytes, digests: Mapping[str, str]) -> Iterator[Fault]:
    lines = sums.decode("utf-8", "replace")
    listed = {name: digest for digest, name in _LINE.findall(lines)}
    known = [n for n in digests if n in listed] if where == "in" else [Path(n).name for n in listed]
    if known != list(listed) or _LINE.sub("", lines):
        message = f"{CHECKSUMS} {where} the archive has lines that do not belong there."
        yield "checksum-differs", CHECKSUMS, message
    for name, digest in digests.items():
        if listed.get(name) != digest:
            what = "has another checksum for" if name in listed else "does not name"
            message = f"{CHECKSUMS} {where} the archive {what} {quoted(name)}."
            yield "checksum-differs", name, message


def _bytes(package: Archive, path: Path) -> Iterator[Fault]:
    names = [*sorted(package.members.keys() - {CHECKSUMS}), CHECKSUMS]
    # An archive of more than 64 MB goes to a temporary file.
    with path.open("rb") as found, tempfile.SpooledTemporaryFile(1 << 26) as made:
        write(made, package, names)
        made.seek(0)
        if len({hashlib.file_digest(file, "sha256").digest() for file in (found, made)}) > 1:
            yield "bytes-differ", "", "The archive differs from the one made of its members."
