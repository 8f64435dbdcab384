"""The commands as somebody calls them: exit status, messages, and what they leave behind."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import build
import format as formatter
import harness
import validate
from factbook import archive
from factbook.package import Folder

if TYPE_CHECKING:
    from collections.abc import Callable

ARTICLE = ("--article", str(harness.ARTICLE))
VALIDATE = harness.ROOT / "scripts" / "validate.py"
# A fault of meaning that leaves the structure whole.
ERROR = {"facts": {"f0003": {"value": "41"}}}
WARNING = {"facts": {"f0008": {"statement": "Someone finds it bold."}}}
ACCEPTED = {
    "accepted": {
        "subject-not-in-statement": {
            "resource": "facts",
            "record": "f0008",
            "field": "statement",
            "reason": "It is clear who is meant.",
        }
    }
}


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def add_row(path: Path, cells: dict[str, str]) -> None:
    """Add a row at the end of a CSV file, as an editor does; nothing else is refreshed."""
    header = harness.rows(path.read_bytes())[0]
    assert set(cells) <= set(header), "no such field"
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(cells.get(name, "") for name in header)


def issues(root: Path, capsys: pytest.CaptureFixture[str], *options: str) -> list[dict[str, Any]]:
    """Return what the validator finds in a folder."""
    capsys.readouterr()
    validate.main([str(root), "--format", "json", *options])
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["issues"]
    return found


# ---------------------------------------------------------------------------------------------
# validate.py


def test_this_repository_is_valid(capsys: pytest.CaptureFixture[str]) -> None:
    assert validate.main(["--strict"]) == 0
    assert capsys.readouterr().out.startswith("0 errors, 0 warnings")


def test_without_the_text_rules_are_reported_as_not_run(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert validate.main([str(example)]) == 0
    assert " the text (--article FILE)" in capsys.readouterr().out
    assert validate.main([str(example), *ARTICLE]) == 0
    assert "article" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "nowhere does not exist"),
        (["nowhere.zip"], "nowhere.zip does not exist"),
        (["empty.txt"], "empty.txt is neither a folder nor a zip archive"),
        (["."], "contains no datapackage.json"),
        ([".", "--article", "nowhere.txt"], "nowhere.txt cannot be read"),
        ([".", "--article", "latin.txt"], "latin.txt is not UTF-8"),
        ([".", "--against", "nowhere"], "nowhere is neither a folder nor a zip archive"),
        ([".", "--against", "nowhere.zip"], "nowhere.zip is neither a folder nor a zip archive"),
    ],
)
def test_what_cannot_run_says_why(
    arguments: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty.txt").touch()
    Path("latin.txt").write_bytes(b"caf\xe9\n")
    assert validate.main(arguments) == 2
    captured = capsys.readouterr()
    assert words in captured.err
    assert "Errno" not in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""


@pytest.mark.parametrize(
    ("edits", "status", "strict"),
    [({}, 0, 0), (WARNING, 0, 1), (ERROR, 1, 1), (WARNING | ACCEPTED, 0, 0)],
    ids=["valid", "warning", "error", "accepted"],
)
def test_warnings_fail_only_if_strict(
    edits: dict[str, Any],
    status: int,
    strict: int,
    example: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    harness.change(example, edits)
    assert validate.main([str(example)]) == status
    assert validate.main([str(example), "--strict"]) == strict
    assert validate.main([str(example), "--strict", "--format", "json", *ARTICLE]) == strict
    value = json.loads(capsys.readouterr().out.rpartition("\n{\n")[2].join(["{", ""]))
    assert value["valid"] is (strict == 0)
    assert value["accepted"] == (edits == WARNING | ACCEPTED)


def test_list_names_every_rule_with_its_promise(capsys: pytest.CaptureFixture[str]) -> None:
    assert validate.main(["--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(set(lines))
    for line in lines:
        code, level, promise = line.split(maxsplit=2)
        assert code not in {"error", "warning"}
        assert level in {"error", "warning"}
        assert promise.endswith((".", "”")), line


def test_the_list_in_markdown_is_the_page_on_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert validate.main(["--list", "markdown"]) == 0
    page = (harness.ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert capsys.readouterr().out == page


@pytest.mark.parametrize("options", [("--list",), ("--format", "sarif")], ids=" ".join)
def test_a_reader_that_has_enough_ends_the_command_quietly(
    options: tuple[str, ...], pristine: Path
) -> None:
    """As in `validate.py --list | head -1`, only that this head reads nothing at all."""
    command = [sys.executable, str(VALIDATE), str(pristine), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        complaint = process.stderr.read().decode()
    assert complaint == ""


def test_a_release_is_read_from_its_archive(
    pristine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "example-1.0.0.zip"
    members = harness.releasable(harness.read(pristine))
    path.write_bytes(archive.pack(sorted((n, d) for n, d in members.items() if type(d) is bytes)))
    assert validate.main([str(path), *ARTICLE]) == 0
    assert validate.main([str(pristine), "--against", str(path)]) == 0
    path.write_bytes(path.read_bytes()[:-1])
    capsys.readouterr()
    assert validate.main([str(path)]) == 1
    assert f"{path}: error: The archive cannot be read" in capsys.readouterr().out
    assert validate.main([str(pristine), "--against", str(path)]) == 2
    assert str(path) in capsys.readouterr().err


def test_texts_and_articles_must_be_as_many(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert validate.main([str(example), *ARTICLE, *ARTICLE]) == 2
    assert "Texts given: 2; articles in the package: 1 (gazette)." in capsys.readouterr().err


def test_another_text_is_one_issue(
    example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.txt"
    other.write_bytes(harness.ARTICLE.read_bytes() + b"\n")
    found = issues(example, capsys, "--article", str(other))
    assert [issue["code"] for issue in found] == ["text-differs-from-source"]


def test_an_emptied_package_is_a_warning(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (example / "data").glob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8").split("\n")[0] + "\n", encoding="utf-8")
    assert formatter.main([str(example)]) == 0
    assert validate.main([str(example), *ARTICLE]) == 0
    assert "There is no fact at all. [no-facts]" in capsys.readouterr().out
    assert validate.main([str(example), "--strict"]) == 1


# ---------------------------------------------------------------------------------------------
# format.py


def test_format_restores_spelling_and_order(example: Path) -> None:
    before = files(example)
    facts = example / "data" / "facts.csv"
    header, *rows = facts.read_text(encoding="utf-8").splitlines()
    spelt = "\r\n".join([header, *reversed(rows)]).replace("gazette,1,", '"gazette",1,')
    facts.write_bytes(b"\xef\xbb\xbf" + spelt.encode())
    (example / "data" / "facts.json").unlink()
    for name in ("data/vocabulary.json", "datapackage.json", "schemas/units.tableschema.json"):
        value = json.loads((example / name).read_text(encoding="utf-8"))
        (example / name).write_text(json.dumps(value), encoding="utf-8")
    (example / "CITATION.cff").write_text("version: 0\n", encoding="utf-8")
    assert formatter.main([str(example), "--check"]) == 1
    assert facts.read_bytes().startswith(b"\xef\xbb\xbf")
    assert formatter.main([str(example)]) == 0
    assert files(example) == before
    assert formatter.main([str(example), "--check"]) == 0


def test_check_writes_nothing_and_shows_the_difference(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = example / "data" / "facts.csv"
    facts.write_bytes(facts.read_bytes().replace(b",Bright,", b",bright,"))
    before = files(example)
    assert formatter.main([str(example), "--check"]) == 1
    assert files(example) == before
    out = capsys.readouterr().out
    assert "+++ data/facts.json (canonical)" in out
    assert '"text":"bright"' in out


DAMAGES: dict[str, tuple[str, Callable[[bytes], bytes | None]]] = {
    "a row without a comma": ("data/facts.csv", lambda old: old.replace(b"f0004,", b"f0004", 1)),
    "a byte that is no UTF-8": ("data/facts.csv", lambda old: b"\xff" + old),
    "an open quote": ("data/facts.csv", lambda old: old + b'"open'),
    "another header": ("data/units.csv", lambda old: old.replace(b"unit_id", b"id", 1)),
    "a table without a header": ("data/units.csv", lambda _: b""),
    "no number": ("data/units.csv", lambda old: old.replace(b",1,", b",one,", 1)),
    "no such unit": ("data/facts.csv", lambda old: old.replace(b"petaflops,", b"megaflops,", 1)),
    "a missing table": ("data/units.csv", lambda _: None),
    "a missing vocabulary": ("data/vocabulary.json", lambda _: None),
    "a missing schema": ("schemas/units.tableschema.json", lambda _: None),
    "a vocabulary that is no JSON": ("data/vocabulary.json", lambda old: old[:-9]),
    "a vocabulary of a number": ("data/vocabulary.json", lambda _: b"1\n"),
    "a vocabulary without codes": ("data/vocabulary.json", lambda _: b'{"lists": [{}]}\n'),
    "a schema of a list": ("schemas/units.tableschema.json", lambda _: b"[]\n"),
    "a schema without fields": ("schemas/units.tableschema.json", lambda _: b"{}\n"),
    "a descriptor of a list": ("datapackage.json", lambda _: b"[]\n"),
    "a descriptor without resources": ("datapackage.json", lambda _: b"{}\n"),
    "a descriptor with a key twice": (
        "datapackage.json",
        lambda old: old.replace(b'"name"', b'"name": 1, "name"', 1),
    ),
    "licences that are no list": (
        "datapackage.json",
        lambda old: old.replace(b'"licenses": [', b'"licenses": 1, "x": [', 1),
    ),
}


@pytest.mark.parametrize("case", DAMAGES)
def test_format_changes_nothing_when_it_fails(
    case: str, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, damage = DAMAGES[case]
    path = example / name
    damaged = damage(path.read_bytes())
    assert damaged != path.read_bytes()
    path.unlink()
    if damaged is not None:
        path.write_bytes(damaged)
    # Something to write, if it did not fail.
    changelog = example / "CHANGELOG.md"
    changelog.write_bytes(changelog.read_bytes().replace(b"f0001-f0010", b"f0001"))
    before = files(example)
    assert formatter.main([str(example)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("format.py: ")
    assert name.rpartition("/")[2].partition(".")[0] in captured.err
    assert files(example) == before


def test_format_writes_all_or_nothing(example: Path) -> None:
    facts = example / "data" / "facts.csv"
    facts.write_text(facts.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    (example / "data" / "facts.json").unlink()
    (example / "data" / "facts.json").mkdir()
    before = files(example)
    assert formatter.main([str(example)]) == 2
    assert files(example) == before


def test_a_full_disk_leaves_everything_as_it_was(
    example: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    harness.change(example, {"facts": {"f0009": {"object_text": "bright"}}}, dict)
    before, written, write = files(example), [], Path.write_bytes

    def fail(self: Path, data: bytes) -> int:
        written.append(self)
        if len(written) > 1:
            message = "disk full"
            raise OSError(message)
        return write(self, data)

    monkeypatch.setattr(Path, "write_bytes", fail)
    assert formatter.main([str(example)]) == 2
    assert len(written) == 2
    assert "disk full" in capsys.readouterr().err
    assert files(example) == before


FACT = {
    "fact_id": "f0011",
    "source_id": "gazette",
    "start": str(harness.text().index("farmers")),
    "end": str(harness.text().index("farmers") + len("farmers")),
    "span_sha256": hashlib.sha256(b"farmers").hexdigest(),
    "statement": "The centre is there when farmers want it.",
    "subject_id": "centre",
    "predicate_id": "timing",
    "object_text": "farmers",
    "modality": "presupposed",
    "asserted_by": "gazette-report",
    "since": "1.0.0",
    "status": "current",
}
OBSERVATION = {
    "observation_id": "o0007",
    "source_id": "valley-2032",
    "subject_id": "centre",
    "predicate_id": "opened",
    "as_of": "2031",
    "fact_id": "f0002",
    "verdict": "confirms",
}


def test_a_fact_needs_its_row_and_format_alone(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_row(example / "data" / "facts.csv", FACT)
    assert validate.main([str(example)]) == 1
    assert formatter.main([str(example)]) == 0
    out = capsys.readouterr().out
    for name in ("data/facts.json", "datapackage.json", "CHANGELOG.md", "README.md"):
        assert f"wrote {name}\n" in out
    assert "wrote data/facts.csv\n" not in out
    assert issues(example, capsys, *ARTICLE) == []
    assert b"f0001-f0011" in (example / "CHANGELOG.md").read_bytes()


def test_an_observation_needs_its_row_and_format_alone(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_row(example / "data" / "observations.csv", OBSERVATION)
    assert validate.main([str(example)]) == 1
    assert formatter.main([str(example)]) == 0
    assert issues(example, capsys, *ARTICLE) == []
    nested = json.loads((example / "data" / "facts.json").read_text(encoding="utf-8"))
    assert [seen["observation_id"] for seen in nested["facts"][1]["observations"]] == ["o0007"]


@pytest.mark.parametrize("name", ["data/facts.csv", "data/observations.csv"])
def test_what_is_meant_after_a_release_is_another_version(
    name: str, pristine: Path, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row added to a released version is clean but for the version that it asks for."""
    add_row(example / name, FACT if "facts" in name else OBSERVATION)
    assert formatter.main([str(example)]) == 0
    found = issues(example, capsys, *ARTICLE, "--against", str(pristine))
    meant = {"since-changed", "version-reused"} if "facts" in name else {"version-reused"}
    assert {issue["code"] for issue in found} == meant


# ---------------------------------------------------------------------------------------------
# build.py


@pytest.fixture
def releasable(example: Path) -> Path:
    """Return a copy of the example with all that a release needs."""
    content = harness.releasable(harness.read(example))
    shutil.rmtree(example)
    return harness.write(content, example)


def test_build_writes_an_archive_that_verifies_itself(releasable: Path, tmp_path: Path) -> None:
    assert build.main([*ARTICLE], releasable) == 0
    dist = releasable / "dist"
    assert {"SHA256SUMS", "example-1.0.0.zip"} < {path.name for path in dist.iterdir()}
    check = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
    subprocess.run(check, cwd=dist, check=True)
    assert validate.main([str(dist / "example-1.0.0.zip"), *ARTICLE]) == 0
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(dist / "example-1.0.0.zip") as zipped:
        zipped.extractall(unpacked)
    subprocess.run(check, cwd=unpacked, check=True)
    assert validate.main([str(unpacked), *ARTICLE]) == 0


def test_errors_build_nothing_and_leave_the_last_release(
    releasable: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (releasable / "dist").mkdir()
    (releasable / "dist" / "earlier.zip").write_bytes(b"earlier")
    harness.change(releasable, ERROR)
    assert build.main([], releasable) == 1
    harness.change(releasable, {"facts": {"f0003": {"value": "40"}, **WARNING["facts"]}})
    assert build.main(["--strict"], releasable) == 1
    (releasable / "docs" / "rules.md").unlink()
    assert build.main([], releasable) == 2
    assert "docs/rules.md is missing" in capsys.readouterr().err
    assert files(releasable / "dist") == {"earlier.zip": b"earlier"}
    assert not list(releasable.glob(".release-*"))


def test_a_name_leaves_no_folder(releasable: Path) -> None:
    harness.change(releasable, {"json": {"datapackage.json": {"/name": "../../evil"}}})
    assert build.main([], releasable) == 1
    assert not (releasable / "dist").exists()


def test_release_folder_survives_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "dist"
    archive.replace_folder(folder, {"a": b"1"})
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name == "new":
            message = "disk full"
            raise OSError(message)
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="disk full"):
        archive.replace_folder(folder, {"a": b"2"})
    assert files(folder) == {"a": b"1"}


def test_the_archive_contains_what_it_should() -> None:
    """The list is looked at by people: what is new in it must be wanted in every download."""
    names = [name for name, _ in archive.released(Folder(harness.ROOT))]
    listed = Path(__file__).with_name("archive-members.txt").read_text(encoding="utf-8")
    assert "".join(f"{name}\n" for name in names) == listed
