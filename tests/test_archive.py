"""The release archive: its bytes, what is refused before anything is read, and how it is read."""

from __future__ import annotations

import hashlib
import io
import random
import zipfile
from pathlib import Path

import pytest

import harness
from factbook import archive
from factbook.package import CannotRunError, Folder, Memory, UnreadableError

FILES = {n: d for n, d in harness.releasable(harness.example()).items() if isinstance(d, bytes)}


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """Return the archive of the example."""
    path = tmp_path / "example-1.0.0.zip"
    path.write_bytes(archive.pack(sorted(FILES.items())))
    return path


def codes(path: Path) -> list[str]:
    return [issue.code for issue in archive.look_through(path)]


def test_an_archive_is_read_as_a_folder_is(packed: Path, tmp_path: Path) -> None:
    assert codes(packed) == []
    one, two, memory = archive.Archive(packed), Folder(tmp_path / "folder"), Memory(FILES)
    harness.write(FILES, two.root)
    for name, data in FILES.items():
        assert one.read(name) == data
        assert one.size(name) == two.size(name) == len(data)
        assert one.digest(name) == memory.digest(name)
        assert b"".join(one.chunks(name)) == data
    for folder in ("data", "schemas", "docs"):
        assert one.files(folder) == two.files(folder) == memory.files(folder)
    for name in ("data/none.csv", "../data/facts.csv", "data"):
        assert one.size(name) == 0
        with pytest.raises(UnreadableError):
            one.open(name)


def test_the_same_input_gives_the_same_bytes() -> None:
    files = [("a/b.txt", b"one\n"), ("c.txt", b"")]
    digest = hashlib.sha256(archive.pack(files)).hexdigest()
    assert digest == "adbf6fa3a165d66c9c03c013129d82d4e1516bbff405b94b1ac5bf2207dd6013"


def zipped(path: Path, files: dict[str, bytes], *, compressed: bool, folders: bool) -> Path:
    """Pack files as other programs do."""
    kind = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    with zipfile.ZipFile(path, "w", kind) as out:
        if folders:
            for folder in sorted({str(Path(name).parent) for name in files} - {"."}):
                out.mkdir(folder)
        for name, data in files.items():
            out.writestr(name, data)
    return path


@pytest.mark.parametrize("folders", [True, False])
@pytest.mark.parametrize("compressed", [True, False])
def test_another_zip_of_the_files_is_one_issue(
    tmp_path: Path,
    compressed: bool,  # noqa: FBT001
    folders: bool,  # noqa: FBT001
) -> None:
    """GitHub's “Download ZIP” has the files in a folder, and no checksums."""
    files = {f"facts-main/{name}": data for name, data in FILES.items()}
    path = zipped(tmp_path / "main.zip", files, compressed=compressed, folders=folders)
    (issue,) = archive.look_through(path)
    assert issue.code == "archive-bytes-differ"
    assert issue.message == "This is not a release archive: it contains no SHA256SUMS."
    assert issue.hint.startswith("Unpack it and validate the folder")
    with pytest.raises(CannotRunError, match="This is not a release archive"):
        archive.open_release(path)


def test_a_repacked_release_is_one_issue(packed: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(packed) as old:
        files = {name: old.read(name) for name in old.namelist()}
    path = zipped(tmp_path / "again.zip", files, compressed=True, folders=True)
    (issue,) = archive.look_through(path)
    assert issue.message == "This is not a release archive: “.github/SECURITY.md” is compressed."
    path = zipped(tmp_path / "stored.zip", files, compressed=False, folders=False)
    (issue,) = archive.look_through(path)
    assert issue.message == "The archive differs from the one made of its members."


def test_danger_is_said_before_that_it_is_another_zip(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"../evil": b"1", "b": b"2"}, compressed=True, folders=False)
    assert codes(path) == ["archive-member-unsafe"]


def test_any_changed_byte_of_an_archive_is_caught(packed: Path) -> None:
    """Change single bits all over an archive, most of them where zip keeps its own data."""
    whole = packed.read_bytes()
    rng = random.Random(7)
    structure = [at for at in range(len(whole)) if b"PK" in whole[max(0, at - 60) : at + 1]]
    structure += range(whole.index(b"PK\x01\x02"), len(whole))
    for at in [*rng.sample(structure, 300), *rng.sample(range(len(whole)), 50)]:
        damaged = bytearray(whole)
        damaged[at] ^= 1 << rng.randrange(8)
        packed.write_bytes(damaged)
        assert codes(packed), f"byte {at}"


@pytest.mark.parametrize("where", ["before", "after"])
def test_bytes_beside_the_archive_are_caught(packed: Path, where: str) -> None:
    whole = packed.read_bytes()
    packed.write_bytes(b"x" + whole if where == "before" else whole + b"x")
    assert codes(packed)


def test_an_archive_cut_anywhere_is_caught(packed: Path) -> None:
    whole = packed.read_bytes()
    for size in random.Random(3).sample(range(len(whole)), 30):
        packed.write_bytes(whole[:size])
        assert codes(packed) == ["archive-unreadable"]


def test_an_archive_that_would_swell_is_not_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bomb.zip", {"x": bytes(50_000_000)}, compressed=True, folders=False)
    assert codes(path) == ["archive-bytes-differ"]


def test_members_that_share_their_bytes_are_not_read(packed: Path) -> None:
    """Of several entries of the list of members that point to one member, each claims its bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("data/facts.csv", bytes(1_000_000))
        first = new.infolist()[0]
        for number in range(50):
            twin = zipfile.ZipInfo(f"data/{number}.csv")
            for name in ("CRC", "compress_size", "file_size", "header_offset"):
                setattr(twin, name, getattr(first, name))
            new.filelist.append(twin)
        new.writestr("SHA256SUMS", b"")
    packed.write_bytes(out.getvalue())
    last = archive.look_through(packed)[-1]
    assert last.message == "The members claim more bytes than the archive has."


def test_nothing_is_written(packed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sorted(packed.parent.iterdir())
    monkeypatch.setattr("tempfile.TemporaryFile", None)
    monkeypatch.setattr("tempfile.NamedTemporaryFile", None)
    assert codes(packed) == []
    assert sorted(packed.parent.iterdir()) == before


def test_a_release_needs_every_file(tmp_path: Path) -> None:
    package = Folder(harness.write(FILES, tmp_path / "package"))
    assert archive.released(package) == sorted(FILES.items())
    (package.root / "docs" / "rules.md").unlink()
    with pytest.raises(CannotRunError, match="is missing"):
        archive.released(package)
