"""Versions compared: what changed, what that asks of the version, and how it is told."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import build
import diff
import harness
import validate
from factbook import article, change, changelog, difference, edition, validation, versions
from factbook.package import Package

SCHEMA = json.loads(Path(difference.__file__).with_name("diff.schema.json").read_text("utf-8"))
WITHDRAWN = {"status": "withdrawn", "note": "Withdrawn: The text says nothing of an age."}
CORRECTION = {
    "fact_id": "f0011",
    "source_id": "gazette",
    "start": "124",
    "end": "198",
    "span_sha256": "773e87e33422b1d7d3e9e2589e898639beda4f9597316745f7fd29a164f981aa",
    "statement": "More than 1.2 million sensors are linked to the centre.",
    "subject_id": "centre",
    "predicate_id": "sensor-count",
    "comparator": "gt",
    "value": "1200000",
    "unit_id": "sensor",
    "printed": "1.2 million",
    "modality": "stated",
    "asserted_by": "ada-berg",
    "since": "1.1.0",
    "status": "current",
}
ADDITION = {
    "fact_id": "f0012",
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
    "entity_id": "region",
    "type": "organization",
    "label_en": "region of Lindenau",
    "label_zh": "林登瑙地区",
    "description": "A made-up region.",
}
WRONG = {"comparator": "ge", "statement": "At least 1.2 million sensors are linked to the centre."}
TOWN = {"part_of": "region", "description": "A made-up town with a centre."}
FARMERS = {
    "type": "group",
    "label_en": "farmers",
    "label_zh": "农户",
    "description": "Persons who farm, keep bees, or both.",
}


Edit = dict[str, Any]


def of(table: str, record: str, **cells: str) -> dict[str, Any]:
    return {"table": table, "record": record, "set": cells}


NOTES = "- Facts added: f0011-f0012.\n- Facts corrected: f0006.\n- Facts withdrawn: f0007."
# No other source says anything of what is corrected and withdrawn.
ALONE = {"fact_id": "", "verdict": "context"}
FIRST = [
    of("facts", "f0006", **WRONG),
    of("observations", "o0002", **ALONE),
    of("observations", "o0003", **ALONE),
]
SECOND: list[Edit] = [
    {"release": "1.1.0", "notes": NOTES},
    of("facts", "f0006", status="corrected", replaced_by="f0011"),
    of("facts", "f0007", **WITHDRAWN),
    {"table": "facts", "add": CORRECTION},
    {"table": "facts", "add": ADDITION},
    {"table": "entities", "add": REGION},
    of("entities", "town", **TOWN),
]
THIRD: list[Edit] = [
    {"release": "2.0.0", "notes": "- Facts changed: f0010."},
    {"table": "entities", "remove": "farmers"},
    {"table": "entities", "add": {"entity_id": "farmers-group", **FARMERS}},
    of("facts", "f0010", object_id="farmers-group"),
]


def edited(source: Path, folder: Path, edits: list[Edit]) -> Path:
    """Copy a package and carry out edits on the copy."""
    root = harness.copy(source, folder)
    for edit in edits:
        harness.apply(root, edit)
    harness.refresh(root)
    return root


def with_column(source: Path, folder: Path) -> Path:
    """Copy a package as it was when facts had one column more and a unit another factor."""
    root = edited(source, folder, [of("units", "petaflops", factor="1000000000000")])
    path = root / "data" / "facts.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    lines = [[*header, "confidence"], *([*row, "high"] for row in rows)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)
    field = {"name": "confidence", "type": "string", "title": "Confidence"}
    harness.apply(root, {"json": "schemas/facts.tableschema.json", "at": "/fields/-", "set": field})
    harness.refresh_digests(root)
    return root


@pytest.fixture(scope="module")
def releases(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return a line of releases: 1.0.0, 1.1.0, the same with other columns, and 2.0.0."""
    folder = tmp_path_factory.mktemp("releases")
    first = edited(pristine, folder / "first", FIRST)
    second = edited(first, folder / "second", SECOND)
    before = with_column(second, folder / "before")
    third = edited(second, folder / "third", THIRD)
    return {"1.0.0": first, "1.1.0": second, "1.1.0 with a column": before, "2.0.0": third}


def told(path: Path, against: Path) -> list[str]:
    """Return the codes of what a package breaks beside an earlier one, all rules asked."""
    texts = [article.read_article(harness.ARTICLE)]
    found = validation.validate_path(path, texts, against=against)
    assert found.not_run == {}
    return [issue.code for issue in found.issues]


def test_each_version_follows_the_one_before(releases: dict[str, Path]) -> None:
    assert told(releases["1.1.0"], releases["1.0.0"]) == []
    assert told(releases["2.0.0"], releases["1.1.0"]) == []
    assert told(releases["2.0.0"], releases["1.1.0 with a column"]) == []
    assert told(releases["1.1.0"], releases["1.1.0"]) == []


def test_a_line_of_three_is_told_from_the_first(releases: dict[str, Path]) -> None:
    assert told(releases["2.0.0"], releases["1.0.0"]) == []


LEVELS = {
    "patch": [
        of("facts", "f0002", statement="The centre of Lindenau is open."),
        of("facts", "f0002", note="Seen from the street."),
        of("entities", "town", label_en="town of Lindenau (made up)"),
        of("units", "petaflops", symbol="Pflop/s"),
        {"json": "datapackage.json", "at": "/title", "set": "Another title"},
        {"json": "datapackage.json", "at": "/resources/0/description", "set": "Texts."},
        {"json": "schemas/facts.tableschema.json", "at": "/fields/0/title", "set": "Fact"},
        {"json": "schemas/facts.schema.json", "at": "/description", "set": "All facts."},
        {"json": "data/vocabulary.json", "at": "/lists/0/definition", "set": "Kinds."},
        {"file": "data/facts.json", "replace": ['"facts": [\n', '"facts": [ \n']},
    ],
    "minor": [
        {"table": "facts", "add": ADDITION | {"fact_id": "f0011"}},
        of("facts", "f0007", **WITHDRAWN),
        of("facts", "f0006", printed="1.20 million"),
        of("entities", "town", part_of="town-network"),
        of("sources", "gazette", url="https://example.org/other"),
        {"table": "entities", "add": REGION},
        {
            "json": "schemas/facts.tableschema.json",
            "at": "/fields/-",
            "set": {"name": "extra", "type": "string"},
        },
        {
            "json": "schemas/facts.tableschema.json",
            "at": "/fields/0/constraints/pattern",
            "set": "^f[0-9]+$",
        },
        {"json": "schemas/facts.schema.json", "at": "/properties/extra", "set": {"type": "null"}},
        {
            "json": "data/vocabulary.json",
            "at": "/lists/0/codes/-",
            "set": {"code": "talk", "label_en": "talk", "label_zh": "演讲"},
        },
    ],
    "major": [
        of("facts", "f0003", value="41"),
        of("facts", "f0003", comparator="gt"),
        of("facts", "f0003", unit_id="sensor"),
        of("facts", "f0003", modality="planned"),
        of("facts", "f0007", object_text="newer"),
        of("units", "petaflops", factor="1000"),
        of("predicates", "heads", kind="event"),
        of("entities", "town", type="group"),
        {"table": "facts", "remove": "f0010"},
        {"table": "predicates", "remove": "timing"},
        {"json": "datapackage.json", "at": "/name", "set": "another"},
        {"json": "datapackage.json", "at": "/licenses/0/name", "set": "CC0-1.0"},
        {"json": "datapackage.json", "at": "/resources/0/encoding", "set": "latin-1"},
        {"json": "datapackage.json", "at": "/resources/6", "remove": True},
        {"json": "schemas/facts.tableschema.json", "at": "/fields/2/type", "set": "number"},
        {"json": "schemas/facts.tableschema.json", "at": "/missingValues", "set": ["", "-"]},
        {"json": "schemas/facts.schema.json", "at": "/properties/facts", "remove": True},
        {"json": "data/vocabulary.json", "at": "/lists/0/codes/0", "remove": True},
    ],
}


@pytest.mark.parametrize(
    ("level", "edit"),
    [(level, edit) for level, edits in LEVELS.items() for edit in edits],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_change_asks_for_its_part_of_the_version(
    level: str, edit: dict[str, Any], pristine: Path, example: Path
) -> None:
    harness.apply(example, edit)
    if edit.get("at") == "/fields/-":
        path = example / "data" / "facts.csv"
        header, *rows = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([f"{header},extra", *(f"{row}," for row in rows), ""]))
    found = versions.compare(
        edition.Edition(Package(pristine), "old"), edition.Edition(Package(example), "new")
    )
    assert found.required is change.Level[level.upper()]
    jsonschema.validate(json.loads(difference.as_json(found)), SCHEMA)
    assert f"The changes ask for a {level} version, but the version stayed" in difference.as_text(
        found
    )


EXPECTED = """\
Example: 1.0.0 → 1.1.0
The changes ask for a minor version; 1.1.0 is one.

Facts added: 2 (minor)
  f0011  More than 1.2 million sensors are linked to the centre.
  f0012  The centre is thought to be a help to farmers.

Facts corrected: 1 (minor)
  f0006  At least 1.2 million sensors are linked to the centre.
      replaced by f0011
      Comparator: at least (ge) → greater than (gt)
      Statement: At least 1.2 million sensors are linked to the centre. → More than 1.2 million \
sensors are linked to the centre.

Facts withdrawn: 1 (minor)
  f0007  The centre is new.
      Note: Withdrawn: The text says nothing of an age.

Entities added: 1 (minor)
  region  region of Lindenau

Entities changed: 1 (minor)
  town  town of Lindenau
      Part of: blank → region of Lindenau (region)
      Description: A made-up town. → A made-up town with a centre.

Lines for CHANGELOG.md:
- Facts added: f0011-f0012.
- Facts corrected: f0006.
- Facts withdrawn: f0007.
"""


def test_the_text_reads_well(releases: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert diff.main([str(releases["1.0.0"]), str(releases["1.1.0"])]) == 0
    assert capsys.readouterr().out == EXPECTED


def test_json_follows_its_schema(
    releases: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    old, new = releases["1.1.0 with a column"], releases["2.0.0"]
    for paths, status in (((old, new), 0), ((new, old), 1)):
        assert diff.main([*map(str, paths), "--format", "json"]) == status
        value = json.loads(capsys.readouterr().out)
        jsonschema.validate(value, SCHEMA)
        assert value["asked"] == "major"
        assert value["taken"] == ("lower" if status else "major")
        kinds = [(c["action"], c["kind"], c["resource"], c["name"]) for c in value["changes"]]
        assert ("removed" if not status else "added", "column", "facts", "confidence") in kinds
        assert value["facts"] == {"changed": ["f0010"]}


def released(root: Path, folder: Path) -> Path:
    """Build the release of a package and return its archive, in a folder of its own."""
    harness.releasable(root)
    value = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    citation = root / "CITATION.cff"
    text = citation.read_text(encoding="utf-8").replace("1.0.0", value["version"])
    citation.write_text(text.replace("2031-05-07", value["created"][:10]), encoding="utf-8")
    assert build.main([], root) == 0
    return (root / "dist").rename(folder) / f"example-{value['version']}.zip"


def test_archives_are_compared_as_folders_are(
    pristine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = harness.copy(pristine, tmp_path / "root")
    old = released(root, tmp_path / "old")
    for edit in (
        {"release": "1.1.0", "notes": "- Facts added: f0011."},
        {"table": "facts", "add": ADDITION | {"fact_id": "f0011"}},
    ):
        harness.apply(root, edit)
    harness.refresh(root)
    new = released(root, tmp_path / "new")
    capsys.readouterr()
    assert diff.main([str(old), str(new)]) == 0
    assert "\nFacts added: 1 (minor)\n  f0011  The centre is thought" in capsys.readouterr().out
    assert validate.main([str(new), "--against", str(old)]) == 0
    (root / "scripts" / "another.sql").write_text("2\n")
    again = released(root, tmp_path / "again")
    capsys.readouterr()
    assert validate.main([str(again), "--against", str(new)]) == 1
    assert "1.1.0 was released with other content; a released file" in capsys.readouterr().out
    assert validate.main([str(root), "--against", str(new)]) == 0
    damaged = bytearray(old.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    old.write_bytes(damaged)
    capsys.readouterr()
    assert diff.main([str(old), str(new)]) == 2
    assert f"{old} cannot be compared: " in capsys.readouterr().err
    assert validate.main([str(new), "--against", str(old)]) == 2
    assert f"{old} cannot be compared: " in capsys.readouterr().err


def test_an_earlier_archive_may_hold_other_files(example: Path, tmp_path: Path) -> None:
    edit = {"archive": "example.zip", "member": "docs/guide.txt", "write": "As it was.\n"}
    harness.apply(example, edit)
    edit = {"archive": "example.zip", "member": "RULES.md", "as": "removed"}
    harness.apply(example, edit)
    archive = (example / "example.zip").rename(tmp_path / "example.zip")
    (example / "SHA256SUMS").unlink()
    assert validate.main([str(archive)]) == 1
    assert diff.main([str(archive), str(example)]) == 0
    assert validate.main([str(example), "--against", str(archive)]) == 0


@pytest.mark.parametrize(
    "how", ["absolute", "link", "folder", "leads-outside", "drive", "backslash"]
)
def test_an_unsafe_archive_is_not_unpacked(
    how: str, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(__file__).parent / "mutations" / "archive" / "member-unsafe" / f"{how}.json"
    for edit in json.loads(path.read_text(encoding="utf-8"))["edits"]:
        harness.apply(example, edit)
    assert diff.main([str(example / "example.zip"), str(example)]) == 2
    assert "is no plain file inside the archive" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        ({"file": "datapackage.json", "write": "[]"}, "datapackage.json holds no JSON object"),
        ({"file": "schemas/facts.tableschema.json", "write": '"x"'}, "holds no JSON object"),
        ({"json": "datapackage.json", "at": "/name", "set": 1}, "in datapackage.json, at /name"),
        ({"file": "datapackage.json", "write": "{"}, "datapackage.json is not as it should be"),
        (
            {"json": "datapackage.json", "at": "/version", "set": "latest"},
            "its version is “latest”",
        ),
        (
            {"json": "datapackage.json", "at": "/resources/0/path", "set": ["a.csv", "b.csv"]},
            "sources has not one path",
        ),
        ({"file": "data/facts.csv", "delete": True}, "data/facts.csv is no table"),
        ({"file": "data/facts.csv", "replace": ["f0003,", ""]}, "data/facts.csv is no table"),
        ({"file": "data/facts.csv", "replace": ["f0003,", "f0002,"]}, "stands in row 3 too"),
        ({"file": "data/facts.csv", "replace": ["value,", "figure,"]}, "The header is"),
        ({"file": "schemas/facts.tableschema.json", "write": "{}"}, "at /, "),
        (
            {"json": "schemas/facts.tableschema.json", "at": "/primaryKey", "remove": True},
            "the key of facts is not one column",
        ),
        ({"file": "data/vocabulary.json", "write": '{"lists": [1]}'}, "no lists of codes"),
    ],
)
def test_what_cannot_be_compared_says_why(
    edit: dict[str, Any],
    words: str,
    pristine: Path,
    example: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    harness.apply(example, edit)
    for paths in ((example, pristine), (pristine, example)):
        assert diff.main([*map(str, paths)]) == 2
        captured = capsys.readouterr()
        assert words in captured.err
        assert captured.out == ""
    assert validate.main([str(pristine), "--against", str(example)]) == 2


def test_without_an_earlier_release_its_rules_are_reported_as_not_run(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = {rule.code for rule in validation.RELEASE_RULES}
    assert len(codes) == 7
    for form in ("text", "json", "sarif", "github"):
        assert validate.main([str(example), "--format", form]) == 0
        out = capsys.readouterr().out
        if form == "json":
            value = json.loads(out)
            assert codes <= value["rules_not_run"].keys()
            assert not codes & set(value["rules_run"])
        elif form == "sarif":
            notes = json.loads(out)["runs"][0]["invocations"][0]["toolExecutionNotifications"]
            text = " ".join(note["message"]["text"] for note in notes)
            assert all(
                f"{code} needs an earlier release (--against OLD)." in text for code in codes
            )
        else:
            assert "7 rules need an earlier release (--against OLD)" in out


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (
            {"file": "data/units.csv", "replace": ["sensor,,sensor", "sensor,,,sensor"]},
            "issues in units",
        ),
        ({"file": "data/vocabulary.json", "write": "{}\n"}, "issues in vocabulary"),
        (
            {"file": "schemas/facts.tableschema.json", "write": "{"},
            "issues in the descriptor or the schemas",
        ),
        (
            {"json": "datapackage.json", "at": "/version", "set": "latest"},
            "issues in the descriptor or the schemas",
        ),
    ],
)
def test_a_broken_package_is_not_compared(
    edit: Edit, words: str, example: Path, pristine: Path
) -> None:
    harness.apply(example, edit)
    found = validation.validate_path(example, [], against=pristine)
    assert {found.not_run[rule.code] for rule in validation.RELEASE_RULES} == {f"waits for {words}"}
    assert "release/" not in " ".join([*found.ran, *(issue.code for issue in found.issues)])
    assert found.issues


def test_the_changelog_lists_the_facts_of_each_version() -> None:
    """Facts are told by since alone here; the rules ask an earlier release for the rest."""
    root = harness.ROOT
    with (root / "data" / "facts.csv").open(encoding="utf-8", newline="") as file:
        since = {row["fact_id"]: row["since"] for row in csv.DictReader(file)}
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    for version in set(since.values()):
        names = [name for name, first in since.items() if first == version]
        section = text.split(f"## {version} - ")[1].split("\n## ")[0]
        assert f"- Facts added: {', '.join(changelog.runs(names))}." in section.replace("\n  ", " ")
