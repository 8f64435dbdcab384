"""A release archive as input: looked through before anything is unpacked, then compared whole.

An archive must be byte for byte what archive.py makes of its members. They are stored, never
compressed, so none can swell, and a byte changed anywhere shows.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import struct
import tempfile
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from factbook import archive
from factbook.issue import Issue, declare, shown
from factbook.package import DESCRIPTOR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RULES = declare(
    "archive",
    {
        "not-readable": (
            "Every archive is a zip file whose members can be read without a password.",
            "Fetch the archive again.",
        ),
        "member-unsafe": (
            "Every member of an archive is a plain file with a path inside it.",
            "Do not unpack the archive; fetch the release again.",
        ),
        "member-repeated": (
            "No member stands twice in an archive, not even with letters of another case.",
            "Do not unpack the archive; fetch the release again.",
        ),
        "member-unexpected": (
            "An archive holds nothing but what belongs to a release.",
            "Fetch the archive again, or build it with scripts/build.py.",
        ),
        "member-missing": (
            "An archive holds everything that belongs to a release.",
            "Fetch the archive again, or build it with scripts/build.py.",
        ),
        "checksum-differs": (
            "SHA256SUMS, inside the archive and beside it, has the checksum of every file.",
            "Fetch the archive and SHA256SUMS again.",
        ),
        "not-as-built": (
            "An archive is byte for byte what scripts/build.py makes of its members.",
            "Fetch the archive again, or unpack it and validate the folder.",
        ),
    },
)
# What zipfile raises for bytes that are no zip, or no whole one.
_DAMAGE = (
    zipfile.BadZipFile,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
)
# The members of an earlier release, as far as they are known now.
ANY = (DESCRIPTOR, "**/*")
_ENCRYPTED = 0x1
_PLAIN_FILE = 0o100000
_FILE_TYPE = 0o170000
_LINE = re.compile(r"([0-9a-f]{64})  ([^\n]+)")


def unpack(path: Path, folder: Path, *, earlier: bool = False) -> list[Issue]:
    """Unpack a release archive into an empty folder; return what the archive breaks.

    earlier: whether it may be of an earlier release, which had other files than one has now.
    Nothing is written unless every member is safe; the folder is whole only if there is no issue.
    """
    try:
        with zipfile.ZipFile(path) as zipped:
            members = zipped.infolist()
            issues = list(_listed(path, members, ANY if earlier else archive.RELEASED))
            if not issues:
                issues = list(_extracted(path, zipped, folder))
    except _DAMAGE as error:
        message = f"The archive cannot be read ({error})."
        return [RULES["not-readable"].issue(path.name, message)]
    if issues:
        return issues
    return [*_checksums(path, folder), *_as_built(path, members, folder)][:1]


def _listed(path: Path, members: list[zipfile.ZipInfo], shapes: tuple[str, ...]) -> Iterator[Issue]:
    """Yield what the archive's list of members breaks; shapes are the patterns of their paths."""
    seen: set[str] = set()
    wanted = {shape: _as_regex(shape) for shape in (*shapes, archive.CHECKSUMS)}
    for member in members:
        name = member.orig_filename
        known = any(pattern.fullmatch(name) for pattern in wanted.values())
        fault, said = _fault(member, seen, known=known)
        if fault:
            yield RULES[fault].issue(path.name, f"The member {shown(name)} {said}.", record=name)
        seen.add(name.casefold())
    missing = [
        shape
        for shape, pattern in wanted.items()
        if not any(pattern.fullmatch(member.filename) for member in members)
    ]
    if missing:
        message = f"The archive holds no {', '.join(missing)}."
        yield RULES["member-missing"].issue(path.name, message, record=missing[0])
    if sum(member.file_size for member in members) > path.stat().st_size:
        message = "The members claim more bytes than the archive has."
        yield RULES["not-as-built"].issue(path.name, message)


def _fault(member: zipfile.ZipInfo, seen: set[str], *, known: bool) -> tuple[str, str]:
    """Return the rule that an entry of the list of members breaks, and how; or ("", "")."""
    if not _is_safe(member):
        return "member-unsafe", "is no plain file inside the archive"
    if member.orig_filename.casefold() in seen:
        return "member-repeated", "stands twice"
    if member.flag_bits & _ENCRYPTED:
        return "not-readable", "is encrypted"
    if not known:
        return "member-unexpected", "belongs to no release"
    if member.compress_type != zipfile.ZIP_STORED:
        return "not-as-built", "is compressed"
    return "", ""


def _as_regex(pattern: str) -> re.Pattern[str]:
    """Return a pattern of paths as a regular expression: ** is any folder, * any name."""
    escaped = re.escape(pattern).replace(r"\*\*/", "(?:[^/]+/)*").replace(r"\*", "[^/]*")
    return re.compile(escaped)


def _is_safe(member: zipfile.ZipInfo) -> bool:
    """Return whether a member is a plain file that stays inside a folder when unpacked."""
    name = member.orig_filename
    path = PurePosixPath(name)
    kind = (member.external_attr >> 16) & _FILE_TYPE
    return (
        str(path) == name == member.filename
        and not path.is_absolute()
        and ".." not in path.parts
        and name.isprintable()
        and not set(name) & {"\\", ":"}
        and kind in (0, _PLAIN_FILE)
    )


def _extracted(path: Path, zipped: zipfile.ZipFile, folder: Path) -> Iterator[Issue]:
    """Unpack every member; yield those that are damaged."""
    for member in zipped.infolist():
        target = folder / member.filename
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with zipped.open(member) as source, target.open("wb") as out:
                shutil.copyfileobj(source, out)
        except _DAMAGE as error:
            message = f"The member {shown(member.filename)} is damaged ({error})."
            yield RULES["not-readable"].issue(path.name, message, record=member.filename)


def _checksums(path: Path, folder: Path) -> Iterator[Issue]:
    """Yield the files that SHA256SUMS, inside the archive or beside it, does not vouch for."""
    inside = folder / archive.CHECKSUMS
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    names.remove(archive.CHECKSUMS)
    beside = path.with_name(archive.CHECKSUMS)
    places = [(inside, folder, names)]
    if beside.is_file():
        places.append((beside, path.parent, [path.name]))
    for sums, root, wanted in places:
        where = "inside" if sums == inside else "beside"
        lines = sums.read_bytes().decode("utf-8", "replace")
        said = {name: digest for digest, name in _LINE.findall(lines)}
        odd = set(said) - set(names) if sums == inside else {n for n in said if "/" in n}
        if odd or list(said) != sorted(said) or _LINE.sub("", lines).strip("\n"):
            message = f"{archive.CHECKSUMS} {where} the archive has lines that do not belong there."
            yield RULES["checksum-differs"].issue(path.name, message, record=archive.CHECKSUMS)
        for name in wanted:
            if said.get(name) != _digest(root / name):
                verb = "has another checksum for" if name in said else "does not name"
                message = f"{archive.CHECKSUMS} {where} the archive {verb} {shown(name)}."
                yield RULES["checksum-differs"].issue(path.name, message, record=name)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _as_built(path: Path, members: list[zipfile.ZipInfo], folder: Path) -> Iterator[Issue]:
    """Yield whether the archive differs from the one made anew of its members."""
    names = sorted(member.filename for member in members)
    names.remove(archive.CHECKSUMS)
    with path.open("rb") as found, tempfile.TemporaryFile() as wanted:
        archive.write(wanted, _members(folder, [*names, archive.CHECKSUMS]))
        wanted.seek(0)
        at = _first_difference(found, wanted)
    if at is not None:
        message = f"From byte {at} on, the archive differs from the one made of its members."
        yield RULES["not-as-built"].issue(path.name, message)


def _members(folder: Path, names: list[str]) -> Iterator[tuple[str, int, BinaryIO]]:
    for name in names:
        with (folder / name).open("rb") as file:
            yield name, (folder / name).stat().st_size, file


def _first_difference(one: BinaryIO, two: BinaryIO, size: int = 1 << 20) -> int | None:
    """Return the place of the first byte in which two files differ, None if they are the same."""
    start = 0
    while True:
        a, b = one.read(size), two.read(size)
        if a != b:
            same = (n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y)
            return start + next(same, min(len(a), len(b)))
        if not a:
            return None
        start += len(a)
