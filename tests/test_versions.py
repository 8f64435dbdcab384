"""Versions compared: what changed, the version that this asks for, and how both are said."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

import diff
import harness
import validate
from factbook import archive, changes, validation
from factbook.changes import Level
from factbook.package import CannotRunError
from factbook.rules import SUBJECTS
from factbook.schemas import own_resources

if TYPE_CHECKING:
    from harness import Content

    Edits = dict[str, Any]

SCHEMA = json.loads(Path(changes.__file__).with_name("diff.schema.json").read_text("utf-8"))
VERSIONS = tomllib.loads(Path(changes.__file__).with_name("versions.toml").read_text("utf-8"))
CASES = Path(__file__).parent / "cases" / "archive.toml"
WITHDRAWN = {"status": "withdrawn", "note": "Withdrawn: The text says nothing of an age."}
CORRECTION = {"like": "f0006", "comparator": "gt", "since": "1.1.0"}
CORRECTION |= {"statement": "More than 1.2 million sensors are linked to the centre."}
ADDITION = {
    "source_id": "gazette",
    "start": "255",
    "end": "286",
    "span_sha256": "aef2d0e470296347e3674f84db3b5e8c34f23742f124e642b768909ae5351b1c",
    "statement": "The centre is thought to be a help to farmers.",
    "subject_id": "centre",
    "predicate_id": "assessed-as",
    "object_text": "help",
    "modality": "opinion",
    "asserted_by": "gazette-report",
    "since": "1.1.0",
    "status": "current",
}
REGION = {
    "type": "organization",
    "label_en": "region of Lindenau",
    "label_zh": "林登瑙地区",
    "description": "A made-up region.",
}
WRONG = {"comparator": "ge", "statement": "At least 1.2 million sensors are linked to the centre."}
# No other source says anything about what is corrected and withdrawn.
ALONE = {"fact_id": "", "verdict": "context"}
FIRST: Edits = {"facts": {"f0006": WRONG}, "observations": {"o0002": ALONE, "o0003": ALONE}}
SECOND: Edits = {
    "release": {"1.1.0": "One fact is corrected, one withdrawn."},
    "facts": {
        "f0011": CORRECTION,
        "f0012": ADDITION,
        "f0006": {"status": "corrected", "replaced_by": "f0011"},
        "f0007": WITHDRAWN,
    },
    "entities": {
        "region": REGION,
        "town": {"part_of": "region", "description": "A made-up town with a centre."},
    },
}
THIRD: Edits = {
    "release": {"2.0.0": "The farmers have another id."},
    "entities": {"farmers-group": {"like": "farmers"}, "farmers": False},
    "facts": {"f0010": {"object_id": "farmers-group"}},
}


def column(content: Content, name: str, cell: str) -> Content:
    """Return a package in which facts have one column more."""
    field = {"name": name, "type": "string", "title": name.capitalize()}
    edits = {"json": {"schemas/facts.tableschema.json": {"/fields/-": field}}}
    header, *rows = harness.memory(content).read("data/facts.csv").decode().splitlines()
    lines = [f"{header},{name}", *(f"{row},{cell}" for row in rows), ""]
    table = {"data/facts.csv": "\n".join(lines).encode()}
    return harness.with_digests(harness.edited(content, edits) | table)


@pytest.fixture(scope="module")
def releases() -> dict[str, Content]:
    """Return a line of releases: 1.0.0, 1.1.0, the same with other columns, and 2.0.0."""
    first = harness.refreshed(harness.edited(harness.example(), FIRST))
    second = harness.refreshed(harness.edited(first, SECOND))
    factor = {"units": {"petaflops": {"factor": "1000000000000"}}}
    before = column(harness.edited(second, factor), "confidence", "high")
    third = harness.refreshed(harness.edited(second, THIRD))
    return {"1.0.0": first, "1.1.0": second, "1.1.0 with a column": before, "2.0.0": third}


def compared(old: Content, new: Content) -> changes.Comparison:
    return changes.compare(harness.memory(old), harness.memory(new))


def codes(new: Content, old: Content) -> list[str]:
    """Return the codes of what a package breaks beside an earlier one, all rules run."""
    packages = harness.memory(new), harness.memory(old)
    found = validation.validate(packages[0], [harness.text()], against=packages[1])
    assert found.not_run == {}
    return [issue.code for issue in found.issues]


def test_each_version_follows_the_one_before(releases: dict[str, Content]) -> None:
    assert codes(releases["1.1.0"], releases["1.0.0"]) == []
    assert codes(releases["2.0.0"], releases["1.1.0"]) == []
    assert codes(releases["2.0.0"], releases["1.1.0 with a column"]) == []
    assert codes(releases["1.1.0"], releases["1.1.0"]) == []
    assert codes(releases["2.0.0"], releases["1.0.0"]) == []


def in_json(name: str, pointer: str, value: object) -> Edits:
    return {"json": {name: {pointer: value}}}


def removed(name: str, pointer: str) -> Edits:
    return {"remove": {name: [pointer]}}


FACTS_TABLE, FACTS_JSON = "schemas/facts.tableschema.json", "schemas/facts.schema.json"
VOCABULARY, DESCRIPTOR = "data/vocabulary.json", "datapackage.json"
TALK = {"code": "talk", "label_en": "talk", "label_zh": "演讲"}
REASON = {"resource": "facts", "record": "f0001", "reason": "The report says so."}
LEVELS: dict[str, list[Edits]] = {
    "patch": [
        {"facts": {"f0002": {"statement": "The centre of Lindenau is open."}}},
        {"facts": {"f0002": {"note": "Seen from the street."}}},
        {"entities": {"town": {"label_en": "town of Lindenau (made up)"}}},
        {"units": {"petaflops": {"symbol": "Pflop/s"}}},
        {"accepted": {"unused": REASON}},
        in_json(DESCRIPTOR, "/title", "Another title"),
        in_json(DESCRIPTOR, "/resources/sources/description", "Texts."),
        in_json(FACTS_TABLE, "/fields/fact_id/title", "Fact"),
        in_json(FACTS_JSON, "/description", "All facts."),
        in_json(VOCABULARY, "/lists/source-kind/definition", "Kinds."),
        {"replace": {"data/facts.json": ['"facts": [\n', '"facts": [ \n']}},
    ],
    "minor": [
        {"facts": {"f0011": ADDITION}},
        {"facts": {"f0007": WITHDRAWN}},
        {"facts": {"f0006": {"printed": "1.20 million"}}},
        {"entities": {"town": {"part_of": "town-network"}}},
        {"sources": {"gazette": {"url": "https://example.org/other"}}},
        {"entities": {"region": REGION}},
        in_json(FACTS_TABLE, "/fields/fact_id/constraints/pattern", "^f[0-9]+$"),
        in_json(FACTS_JSON, "/properties/extra", {"type": "null"}),
        in_json(VOCABULARY, "/lists/source-kind/codes/-", TALK),
    ],
    "major": [
        {"facts": {"f0003": {"value": "41"}}},
        {"facts": {"f0003": {"comparator": "gt"}}},
        {"facts": {"f0003": {"unit_id": "sensor"}}},
        {"facts": {"f0003": {"modality": "planned"}}},
        {"facts": {"f0007": {"object_text": "newer"}}},
        {"units": {"petaflops": {"factor": "1000"}}},
        {"predicates": {"heads": {"kind": "event"}}},
        {"entities": {"town": {"type": "group"}}},
        {"facts": {"f0010": False}},
        {"predicates": {"timing": False}},
        in_json(DESCRIPTOR, "/name", "another"),
        in_json(DESCRIPTOR, "/licenses/0/name", "CC0-1.0"),
        in_json(DESCRIPTOR, "/resources/sources/encoding", "latin-1"),
        removed(DESCRIPTOR, "/resources/facts-nested"),
        in_json(FACTS_TABLE, "/fields/start/type", "number"),
        in_json(FACTS_TABLE, "/missingValues", ["", "-"]),
        removed(FACTS_JSON, "/properties/facts"),
        removed(VOCABULARY, "/lists/source-kind/codes/article"),
    ],
}


@pytest.mark.parametrize(
    ("level", "edits"),
    [(level, edits) for level, several in LEVELS.items() for edits in several],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_change_asks_for_its_part_of_the_version(level: str, edits: Edits) -> None:
    after = harness.with_digests(harness.edited(harness.example(), edits))
    found = compared(harness.example(), after)
    assert found.needed is Level[level.upper()]
    jsonschema.validate(json.loads(changes.as_json(found)), SCHEMA)
    assert f"The changes ask for a {level} version, but the version stayed" in diff.as_text(found)


@pytest.mark.parametrize(("come", "level"), [(True, Level.MINOR), (False, Level.MAJOR)])
def test_a_column_that_comes_or_goes(come: bool, level: Level) -> None:  # noqa: FBT001
    pair = harness.example(), column(harness.example(), "extra", "x")
    found = compared(*(pair if come else pair[::-1]))
    assert found.needed is level
    (change,) = found.changes
    assert change[:5] == ("added" if come else "removed", "column", "facts", "extra", level)


def test_the_table_of_levels_names_columns_that_exist() -> None:
    fields = {name: set(r.header) for name, r in own_resources().items() if r.tabular}
    assert {c for listed in VERSIONS["frozen"].values() for c in listed} <= fields["facts"]
    meaning = set(VERSIONS["levels"]["record"]["major"])
    assert meaning - {"-"} <= set().union(*fields.values())


def test_only_the_id_of_another_record_may_change_in_a_claim(releases: dict[str, Content]) -> None:
    found = compared(releases["1.1.0"], releases["2.0.0"])
    assert [issue.code for issue in changes.check(found)] == []
    edits = {"facts": {"f0010": {"object_id": "town"}}}
    renamed = compared(releases["1.1.0"], harness.edited(releases["2.0.0"], edits))
    assert [issue.code for issue in changes.check(renamed)] == []
    again = compared(releases["2.0.0"], harness.edited(releases["2.0.0"], edits))
    assert [issue.code for issue in changes.check(again)] == ["claim-changed", "version-reused"]


EXPECTED = """\
Example: 1.0.0 → 1.1.0
The changes ask for a minor version; 1.1.0 is one.

Facts added: 2 (minor)
  f0011  More than 1.2 million sensors are linked to the centre.
  f0012  The centre is thought to be a help to farmers.

Facts corrected: 1 (minor)
  f0006  At least 1.2 million sensors are linked to the centre.
      replaced by f0011
      Statement: At least 1.2 million sensors are linked to the centre. → More than 1.2 million \
sensors are linked to the centre.
      Comparator: at least (ge) → greater than (gt)

Facts withdrawn: 1 (minor)
  f0007  The centre is new.
      Note: Withdrawn: The text says nothing of an age.

Entities added: 1 (minor)
  region  region of Lindenau

Entities changed: 1 (minor)
  town  town of Lindenau
      Part of: blank → region of Lindenau (region)
      Description: A made-up town. → A made-up town with a centre.
"""


def folders(releases: dict[str, Content], root: Path, *names: str) -> list[str]:
    return [str(harness.write(releases[name], root / name)) for name in names]


def test_the_text_reads_well(
    releases: dict[str, Content], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert diff.main(folders(releases, tmp_path, "1.0.0", "1.1.0")) == 0
    assert capsys.readouterr().out == EXPECTED


def test_json_follows_its_schema(
    releases: dict[str, Content], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    old, new = folders(releases, tmp_path, "1.1.0 with a column", "2.0.0")
    for paths, status in (((old, new), 0), ((new, old), 1)):
        assert diff.main([*paths, "--format", "json"]) == status
        value = json.loads(capsys.readouterr().out)
        jsonschema.validate(value, SCHEMA)
        assert value["asked"] == "major"
        assert value["taken"] == ("lower" if status else "major")
        kinds = [(c["action"], c["kind"], c["resource"], c["name"]) for c in value["changes"]]
        assert ("removed" if not status else "added", "column", "facts", "confidence") in kinds
        assert value["facts"] == {"changed": ["f0010"]}


def packed(content: Content, path: Path, **more: bytes) -> Path:
    """Write the release archive of a package and return its path."""
    files = harness.releasable(content) | {
        f"scripts/{name}.py": data for name, data in more.items()
    }
    path.write_bytes(archive.pack(sorted((n, d) for n, d in files.items() if isinstance(d, bytes))))
    return path


def test_archives_are_compared_as_folders_are(
    releases: dict[str, Content], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = packed(releases["1.0.0"], tmp_path / "old.zip")
    new = packed(releases["1.1.0"], tmp_path / "new.zip")
    assert diff.main([str(old), str(new)]) == 0
    assert capsys.readouterr().out == EXPECTED
    again = packed(releases["1.1.0"], tmp_path / "again.zip", another=b"2\n")
    found = changes.compare(archive.Archive(new), archive.Archive(again))
    (issue,) = changes.check(found)
    assert issue.message == "1.1.0 was released with other content; a released file differs."
    found = changes.compare(archive.Archive(new), harness.memory(releases["1.1.0"]))
    assert list(changes.check(found)) == []
    damaged = bytearray(old.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    old.write_bytes(damaged)
    assert diff.main([str(old), str(new)]) == 2
    assert f"{old} cannot be compared: " in capsys.readouterr().err
    assert validate.main([str(new), "--against", str(old)]) == 2
    assert f"{old} cannot be compared: " in capsys.readouterr().err


def test_an_earlier_archive_may_contain_other_files(tmp_path: Path) -> None:
    files = harness.releasable(harness.example()) | {"docs/guide.txt": b"As it was.\n"}
    del files["docs/rules.md"]
    path = tmp_path / "earlier.zip"
    path.write_bytes(archive.pack(sorted((n, d) for n, d in files.items() if isinstance(d, bytes))))
    assert {issue.code for issue in archive.look_through(path)} == {
        "archive-member-missing",
        "archive-member-unexpected",
    }
    earlier = archive.open_release(path)
    assert changes.compare(earlier, harness.memory(harness.example())).changes == []


@pytest.mark.parametrize(
    "case", tomllib.loads(CASES.read_text("utf-8"))["archive-member-unsafe"]["bad"]
)
def test_an_unsafe_archive_is_not_read(case: Edits, tmp_path: Path) -> None:
    after = harness.edited(harness.example(), {"archive": case["archive"]})
    path = harness.write(after, tmp_path) / harness.ARCHIVE
    with pytest.raises(CannotRunError, match="is not a plain file inside the archive"):
        archive.open_release(path)


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ({"files": {DESCRIPTOR: "[]"}}, "datapackage.json is not as it should be"),
        ({"files": {FACTS_TABLE: '"x"'}}, f"{FACTS_TABLE} is not as it should be"),
        ({"files": {DESCRIPTOR: "{"}}, "datapackage.json is not as it should be"),
        ({"files": {DESCRIPTOR: "{}"}}, "datapackage.json is not as it should be ('name')"),
        (in_json(DESCRIPTOR, "/version", "latest"), "its version is “latest”"),
        (in_json(DESCRIPTOR, "/version", "1.0"), "its version is “1.0”"),
        (in_json(DESCRIPTOR, "/resources", 1), "datapackage.json is not as it should be"),
        (in_json(DESCRIPTOR, "/resources/0", None), "datapackage.json is not as it should be"),
        (in_json(DESCRIPTOR, "/resources/sources/path", ["a", "b"]), "datapackage.json is not"),
        (in_json(DESCRIPTOR, "/resources/sources/path", "../x.csv"), "lies outside the package"),
        ({"files": {"data/facts.csv": False}}, "data/facts.csv is not as it should be"),
        ({"replace": {"data/facts.csv": ["f0003,", ""]}}, "a row is too short or too long"),
        ({"replace": {"data/facts.csv": ["\nf0003,", "\nf0002,"]}}, "two rows have the same key"),
        ({"replace": {"data/facts.csv": [",value,", ",figure,"]}}, "its header is not that of"),
        ({"bytes": {"data/facts.csv": ["6630303033", "ff30303033"]}}, "data/facts.csv is not"),
        ({"files": {FACTS_TABLE: "{}"}}, f"{FACTS_TABLE} is not as it should be"),
        (removed(FACTS_TABLE, "/primaryKey"), "is not as it should be ('primaryKey')"),
        (in_json(FACTS_TABLE, "/primaryKey", ["x"]), "is not as it should be"),
        ({"files": {VOCABULARY: '{"lists": [1]}'}}, f"{VOCABULARY} is not as it should be"),
    ],
)
def test_what_cannot_be_compared_says_why(
    edits: Edits, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = str(harness.write(harness.example(), tmp_path / "good"))
    bad = str(harness.write(harness.edited(harness.example(), edits), tmp_path / "bad"))
    for paths in ((bad, good), (good, bad)):
        assert diff.main([*paths]) == 2
        captured = capsys.readouterr()
        assert captured.err.startswith(f"diff.py: {bad} cannot be compared: ")
        assert words in captured.err
        assert captured.out == ""


def test_an_earlier_release_that_cannot_be_read_ends_the_validation() -> None:
    broken = harness.memory(harness.edited(harness.example(), {"files": {VOCABULARY: "{}"}}))
    good = harness.memory(harness.example())
    with pytest.raises(CannotRunError, match="The earlier release cannot be compared"):
        validation.validate(good, against=broken)
    found = validation.validate(broken, against=good)
    assert set(SUBJECTS["release"]) <= found.not_run.keys()
    assert found.issues


def test_without_an_earlier_release_its_rules_are_reported_as_not_run(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    release = SUBJECTS["release"]
    assert len(release) == 6
    for form in ("text", "json", "sarif", "github"):
        assert validate.main([str(example), "--format", form]) == 0
        out = capsys.readouterr().out
        if form == "json":
            value = json.loads(out)
            assert set(release) <= value["rules_not_run"].keys()
            assert not set(release) & set(value["rules_run"])
        elif form == "sarif":
            notes = json.loads(out)["runs"][0]["invocations"][0]["toolExecutionNotifications"]
            text = " ".join(note["message"]["text"] for note in notes)
            assert all(f"{c} needs an earlier release (--against OLD)." in text for c in release)
        else:
            assert "6 need an earlier release (--against OLD)" in out
