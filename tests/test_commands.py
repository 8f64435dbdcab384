"""The commands as somebody calls them: exit status, messages, and what they leave behind."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

import build
import format as formatter
import harness
import validate
from factbook import archive, expected, unpacking
from factbook.package import Package


def spoil(root: Path) -> None:
    """Give the example a fault of meaning that leaves its structure whole."""
    edit = {"table": "facts", "record": "f0003", "set": {"value": "41"}}
    harness.apply(root, edit)
    harness.refresh(root)


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_this_repository_is_valid(capsys: pytest.CaptureFixture[str]) -> None:
    assert validate.main([]) == 0
    assert capsys.readouterr().out.startswith("0 issues. ")


def test_without_the_text_rules_are_reported_as_not_run(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert validate.main([str(example)]) == 0
    assert "rules need the article's text (--article FILE)." in capsys.readouterr().out
    assert validate.main([str(example), "--article", str(harness.ARTICLE)]) == 0
    assert "article" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "nowhere is neither a folder nor a zip archive"),
        (["."], "holds no datapackage.json"),
        ([".", "--article", "nowhere.txt"], "nowhere.txt cannot be read"),
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
    assert validate.main(arguments) == 2
    captured = capsys.readouterr()
    assert words in captured.err
    assert captured.out == ""


def test_list_names_every_rule_with_its_promise(capsys: pytest.CaptureFixture[str]) -> None:
    assert validate.main(["--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(set(lines))
    assert all(line.split("  ", 1)[1].strip().endswith(".") for line in lines)


def test_damage_to_the_descriptor_ends_in_a_message(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = example / "datapackage.json"
    whole = path.read_bytes()
    for damaged in (b"", b"[]", b"{}", b'"x"', b"\xff", whole[:200], b"[" * 100_000):
        path.write_bytes(damaged)
        assert validate.main([str(example)]) == 1
        assert "datapackage.json" in capsys.readouterr().out


def test_a_folder_may_have_any_name(pristine: Path, tmp_path: Path) -> None:
    folder = tmp_path / "odd [1] 'two'; DROP TABLE facts -- *?\"量\""
    root = harness.copy(pristine, folder)
    assert validate.main([str(root)]) == 0
    spoil(root)
    assert validate.main([str(root)]) == 1


def test_an_emptied_package_is_an_issue(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (example / "data").glob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8").split("\n")[0] + "\n", encoding="utf-8")
    assert formatter.main([str(example)]) == 0
    assert validate.main([str(example), "--article", str(harness.ARTICLE)]) == 1
    assert "There is no fact at all." in capsys.readouterr().out


def test_texts_and_articles_must_be_as_many(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = str(harness.ARTICLE)
    assert validate.main([str(example), "--article", text, "--article", text]) == 2
    assert "Texts given: 2; articles in the package: 1 (gazette)." in capsys.readouterr().err


def test_another_text_is_one_issue(
    example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.txt"
    other.write_bytes(harness.ARTICLE.read_bytes() + b"\n")
    assert validate.main([str(example), "--article", str(other), "--format", "json"]) == 1
    issues = json.loads(capsys.readouterr().out)["issues"]
    assert {issue["code"] for issue in issues} == {"evidence/text-not-as-source"}


def test_format_writes_all_or_nothing(example: Path) -> None:
    facts = example / "data" / "facts.csv"
    facts.write_text(facts.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    (example / "data" / "facts.json").unlink()
    (example / "data" / "facts.json").mkdir()
    before = files(example)
    assert formatter.main([str(example)]) == 2
    assert files(example) == before


def test_a_name_leaves_no_folder(example: Path) -> None:
    harness.apply(example, {"json": "datapackage.json", "at": "/name", "set": "../../evil"})
    assert build.main([], harness.releasable(example)) == 1
    assert not (example / "dist").exists()


def test_format_restores_spelling_and_order(example: Path) -> None:
    before = files(example)
    facts = example / "data" / "facts.csv"
    header, *rows = facts.read_text(encoding="utf-8").splitlines()
    spelt = "\r\n".join([header, *reversed(rows)]).replace("gazette,1,", '"gazette",1,')
    facts.write_bytes(b"\xef\xbb\xbf" + spelt.encode())
    (example / "data" / "facts.json").unlink()
    vocabulary = example / "data" / "vocabulary.json"
    vocabulary.write_text(json.dumps(json.loads(vocabulary.read_text(encoding="utf-8"))))
    assert formatter.main([str(example), "--check"]) == 1
    assert facts.read_bytes().startswith(b"\xef\xbb\xbf")
    assert formatter.main([str(example)]) == 0
    assert files(example) == before
    assert formatter.main([str(example), "--check"]) == 0


def test_format_changes_nothing_it_cannot_read(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = example / "data" / "facts.csv"
    whole = facts.read_bytes()
    for damaged in (whole.replace(b"f0004,", b"f0004", 1), b"\xff" + whole, whole + b'"open'):
        facts.write_bytes(damaged)
        before = files(example)
        assert formatter.main([str(example)]) == 2
        assert "data/facts.csv" in capsys.readouterr().err
        assert files(example) == before


def test_build_writes_an_archive_that_verifies_itself(example: Path, tmp_path: Path) -> None:
    harness.releasable(example)
    assert build.main(["--article", str(harness.ARTICLE)], example) == 0
    dist = example / "dist"
    assert {"SHA256SUMS", "example-1.0.0.zip"} < {path.name for path in dist.iterdir()}
    check = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
    subprocess.run(check, cwd=dist, check=True)
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(dist / "example-1.0.0.zip") as zipped:
        zipped.extractall(unpacked)
    subprocess.run(check, cwd=unpacked, check=True)
    assert validate.main([str(unpacked), "--article", str(harness.ARTICLE)]) == 0


def test_issues_build_nothing_and_leave_the_last_release(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    harness.releasable(example)
    (example / "dist").mkdir()
    (example / "dist" / "earlier.zip").write_bytes(b"earlier")
    spoil(example)
    assert build.main([], example) == 1
    (example / "README.md").unlink()
    harness.apply(example, {"table": "facts", "record": "f0003", "set": {"value": "40"}})
    harness.refresh(example)
    assert build.main([], example) == 2
    assert "README.md is missing" in capsys.readouterr().err
    assert files(example / "dist") == {"earlier.zip": b"earlier"}
    assert not list(example.glob(".release-*"))


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


def test_the_archive_holds_what_it_should() -> None:
    """The list is looked at by people: what is new in it must be wanted in every download."""
    names = [name for name, _ in archive.released(Package(expected.OWN_ROOT))]
    listed = Path(__file__).with_name("archive-members.txt").read_text(encoding="utf-8")
    assert "".join(f"{name}\n" for name in names) == listed


def test_any_changed_byte_of_an_archive_is_caught(pristine: Path, tmp_path: Path) -> None:
    """Change single bits all over a built archive, most of them where zip keeps its own data."""
    root = harness.releasable(harness.copy(pristine, tmp_path / "package"))
    assert build.main([], root) == 0
    whole = (root / "dist" / "example-1.0.0.zip").read_bytes()
    path = tmp_path / "copy.zip"
    path.write_bytes(whole)
    assert validate.main([str(path)]) == 0
    rng = random.Random(7)
    structure = [at for at in range(len(whole)) if b"PK" in whole[max(0, at - 60) : at + 1]]
    structure += range(whole.index(b"PK\x01\x02"), len(whole))
    for at in [*rng.sample(structure, 150), *rng.sample(range(len(whole)), 50)]:
        damaged = bytearray(whole)
        damaged[at] ^= 1 << rng.randrange(8)
        path.write_bytes(damaged)
        assert validate.main([str(path)]) == 1, f"byte {at}"


def test_an_archive_that_would_swell_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("data/facts.csv", b"0" * 50_000_000)
    folder = tmp_path / "unpacked"
    folder.mkdir()
    codes = {issue.code for issue in unpacking.unpack(path, folder)}
    assert codes == {"archive/not-as-built", "archive/member-missing"}
    assert not list(folder.iterdir())


def test_progress_is_shown_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for terminal in (False, True):
        err = io.StringIO()
        monkeypatch.setattr(err, "isatty", lambda terminal=terminal: terminal)
        monkeypatch.setattr(sys, "stderr", err)
        with validate.progress(patience=0.05) as stage:
            stage("the tables")
            time.sleep(0.3)
        assert ("Checking the tables, 0 s" in err.getvalue()) is terminal
