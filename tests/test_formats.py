"""The formats of a release: each read back and compared, cell by cell, with the tables."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
from contextlib import closing
from datetime import datetime
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any

import frictionless
import jsonschema
import openpyxl
import pytest
from frictionless.formats import ExcelControl

import build
import harness
from factbook import exports, spelling
from factbook.exports import contents, workbook
from factbook.exports.contents import HERE
from factbook.package import CannotRunError, Folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from factbook.exports.contents import Sheet

# What tries a format: digits up to the bound, fractions, cells that look like something else, a
# key of several fields with a blank one.
HARD: dict[str, Any] = {
    "facts": {
        "f0003": {"value": "0.000000001", "printed": "1e05"},
        "f0004": {"value": "123456789.012345", "printed": "007"},
        "f0005": {"note": 'Two "quotes", a comma; 𠮷 and é.'},
        "f0006": {"value": "-999999999999999"},
        "f0007": {"object_text": "3-4"},
        "f0010": {"status": "corrected", "replaced_by": "f0009"},
    },
    "units": {
        "sensor": {"factor": "123456.123456789"},
        "petaflops": {"factor": "1000000000000000000"},
    },
    "sources": {"gazette": {"published": "1990-01-01"}},
    "accepted": {"out-of-series": {"resource": "observations", "reason": "A trial of formats."}},
}


def made(edits: dict[str, Any] | None = None) -> contents.Contents:
    """Return the Contents of the example after edits."""
    content = harness.edited(harness.example(), edits or {})
    return build.read(harness.memory(harness.refreshed(content)))


@pytest.fixture(scope="module", params=["repository", "example", "hard"])
def package(request: pytest.FixtureRequest) -> contents.Contents:
    if request.param == "repository":
        return build.read(Folder(harness.ROOT))
    return made(HARD if request.param == "hard" else None)


def csv_is_the_flat_view(data: bytes, package: contents.Contents) -> None:
    text = data.decode("ascii" if data.isascii() else "utf-8")
    assert not text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")
    assert "\r" not in text
    assert text.endswith("\n")
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert header == package.flat.header
    assert rows == flat_by_hand(package)
    assert not any(cell.startswith(("=", "+", "@", "\t")) for row in rows for cell in row)


def json_is_the_nested_resource(data: bytes, package: contents.Contents) -> None:
    facts = [fact["fact_id"] for fact in json.loads(data)["facts"]]
    assert facts == column(package, "facts", "fact_id")


def schema_is_that_of_the_json(data: bytes, package: contents.Contents) -> None:
    jsonschema.validate(json.loads(package.nested), json.loads(data))


def sqlite_contains_the_tables(data: bytes, package: contents.Contents) -> None:
    with closing(sqlite3.connect(":memory:")) as con:
        con.deserialize(data)
        assert con.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert con.execute("PRAGMA foreign_key_check").fetchall() == []
        for sheet in [*package.tables, *package.helpers]:
            found = con.execute(f'SELECT * FROM "{sheet.name}" ORDER BY rowid')
            assert [name for name, *_ in found.description] == sheet.header
            assert rows_of(con, sheet.name) == sheet.rows
            keys_are_declared(con, sheet)
        assert rows_of(con, "facts_flat") == flat_by_hand(package)
        said = dict(con.execute("SELECT key, value FROM metadata"))
        assert said["version"] == package.descriptor["version"]


def rows_of(con: sqlite3.Connection, name: str) -> list[list[str]]:
    """Return the rows of a table or view, cells as in the CSV files."""
    found = con.execute(f'SELECT * FROM "{name}"')
    return [["" if cell is None else shown(cell) for cell in row] for row in found]


def shown(cell: str | float) -> str:
    return cell if isinstance(cell, str) else spelling.decimal_text(Decimal(repr(cell)))


def keys_are_declared(con: sqlite3.Connection, sheet: Sheet) -> None:
    """Assert the types, keys and indexes of a table of the SQLite file."""
    types = {"string": "TEXT", "date": "TEXT", "integer": "INTEGER", "number": "NUMERIC"}
    info = con.execute(f'PRAGMA table_info("{sheet.name}")').fetchall()
    assert [row[2] for row in info] == [types[field["type"]] for field in sheet.schema["fields"]]
    keys = [row[1] for row in sorted(info, key=lambda row: row[5]) if row[5]]
    assert keys == sheet.schema.get("primaryKey", [])
    wanted = {
        (key["fields"][0], key["reference"]["resource"] or sheet.name)
        for key in sheet.schema.get("foreignKeys", [])
    }
    found = con.execute(f'PRAGMA foreign_key_list("{sheet.name}")').fetchall()
    assert {(row[3], row[2]) for row in found} == wanted
    indexes = con.execute(f'PRAGMA index_list("{sheet.name}")').fetchall()
    indexed = {con.execute(f'PRAGMA index_info("{row[1]}")').fetchone()[2] for row in indexes}
    assert {name for name, _ in wanted} <= indexed


def workbook_contains_the_tables(data: bytes, package: contents.Contents) -> None:
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheets = workbook.named(package)
    assert book.sheetnames == ["Cover", *sheets]
    assert {f"{sheet.name}.csv" for sheet in package.tables} < set(sheets)
    for name, sheet in sheets.items():
        rows = flat_by_hand(package) if name == "Facts" else sheet.rows
        cells_are_the_rows(book[name], sheet, rows)
        sheet_is_usable(book[name], sheet)
    words = {cell.value for row in book["Cover"].iter_rows() for cell in row}
    assert {package.descriptor["title"], package.descriptor["description"]} <= words
    assert set(sheets) <= words


def cells_are_the_rows(page: Worksheet, sheet: Sheet, rows: list[list[str]]) -> None:
    """Assert that every cell has the type of its field and the value of its row."""
    header, *found = page.iter_rows(max_row=len(rows) + 1, max_col=len(sheet.header))
    assert page.max_row == len(rows) + 1
    assert [cell.value for cell in header] == sheet.header
    fields = sheet.schema["fields"]
    for cells, row in zip(found, rows, strict=True):
        for cell, wanted, field in zip(cells, row, fields, strict=True):
            value: Any = cell.value
            if not wanted:
                assert value is None
            elif field["type"] == "date":
                assert isinstance(value, datetime)
                assert value.date().isoformat() == wanted
                assert cell.number_format == "yyyy-mm-dd"
            elif field["type"] in ("integer", "number") and workbook.fits(wanted):
                assert cell.data_type == "n"
                assert Decimal(repr(value)) == Decimal(wanted)
            else:
                assert (cell.data_type, value) == ("s", wanted)
            links = field.get("constraints", {}).get("pattern", "").startswith("^https?")
            assert (cell.hyperlink is not None) == (links and bool(wanted))


def sheet_is_usable(page: Worksheet, sheet: Sheet) -> None:
    """Assert frozen header, filter, notes from the descriptions, lists to choose from."""
    assert page.freeze_panes == "B2"
    assert page.auto_filter.ref.startswith("A1:")
    for cell, field in zip(page[1], sheet.schema["fields"], strict=True):
        assert cell.comment is not None
        assert field["description"] in cell.comment.text
    closed = [f["name"] for f in sheet.schema["fields"] if "enum" in f.get("constraints", {})]
    codes = {}
    for rule in page.data_validations.dataValidation:
        place = sheet.header[next(iter(rule.sqref.ranges)).min_col - 1]
        first, last = (int(part.split("$")[-1]) for part in rule.formula1.split(":"))
        book = page.parent
        assert book is not None
        codes[place] = [row[0].value for row in book["Codes"][f"B{first}:B{last}"]]
    assert codes == {
        f["name"]: f["constraints"]["enum"] for f in sheet.schema["fields"] if f["name"] in closed
    }


READ_BACK: dict[str, Callable[[bytes, contents.Contents], None]] = {
    "csv": csv_is_the_flat_view,
    "json": json_is_the_nested_resource,
    "schema.json": schema_is_that_of_the_json,
    "sqlite": sqlite_contains_the_tables,
    "xlsx": workbook_contains_the_tables,
}


def column(package: contents.Contents, table: str, field: str) -> list[str]:
    sheet = next(sheet for sheet in package.tables if sheet.name == table)
    return [row[sheet.header.index(field)] for row in sheet.rows]


def flat_by_hand(package: contents.Contents) -> list[list[str]]:
    """Return the flat view as Python joins it from the tables: a second way to the same rows."""
    records = {
        sheet.name: {row[0]: dict(zip(sheet.header, row, strict=True)) for row in sheet.rows}
        for sheet in package.tables
    }
    codes = {
        (row[0], row[1]): row
        for sheet in package.helpers
        if sheet.name == "codes"
        for row in sheet.rows
    }
    nested = {fact["fact_id"]: fact for fact in json.loads(package.nested)["facts"]}
    blank = {"label_en": "", "label_zh": ""}
    rows = []
    for fact in records["facts"].values():
        if fact["status"] != "current":
            continue
        entities, source = records["entities"], records["sources"][fact["source_id"]]
        subject, speaker = entities[fact["subject_id"]], entities[fact["asserted_by"]]
        thing = entities.get(
            fact["object_id"], {"label_en": fact["object_text"], "label_zh": fact["object_text"]}
        )
        predicate = records["predicates"][fact["predicate_id"]]
        unit = records["units"].get(fact["unit_id"], {})
        modality = codes["modality", fact["modality"]]
        borne = codes["corroboration", nested[fact["fact_id"]]["corroboration"]]
        comparator = codes.get(("comparator", fact["comparator"]), ["", "", "", ""])
        base = records["units"].get(unit.get("base_unit_id", ""), {})
        exact = Context(prec=60).multiply(
            Decimal(fact["value"] or 0), Decimal(unit.get("factor", 0))
        )
        rows.append([
            fact["fact_id"], fact["statement"], subject["label_en"], predicate["label_en"],
            thing["label_en"], comparator[2], fact["value"], unit_name(unit),
            spelling.decimal_text(exact) if unit else "", unit_name(base), fact["printed"],
            modality[2], speaker["label_en"], borne[2], source["title"] or source["publisher"],
            source["published"], source["url"], subject["label_zh"], predicate["label_zh"],
            thing["label_zh"], comparator[3], (unit or blank)["label_zh"], modality[3],
            speaker["label_zh"], borne[3],
        ])  # fmt: skip
    return rows


def unit_name(unit: dict[str, str]) -> str:
    counted = unit.get("dimension") == "count"
    return unit.get("label_en", "") if counted else unit.get("symbol") or unit.get("label_en", "")


@pytest.mark.parametrize("ending", exports.FORMATS)
def test_a_format_is_read_back(ending: str, package: contents.Contents) -> None:
    READ_BACK[ending](exports.FORMATS[ending](package), package)


def test_every_module_of_a_format_is_listed_and_read_back() -> None:
    assert set(READ_BACK) == set(exports.FORMATS)
    readme = (harness.ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"`….{ending}`" in readme for ending in exports.FORMATS)


def test_a_format_is_the_same_bytes_again() -> None:
    assert exports.write(made()) == exports.write(made())


def by_frictionless(folder: Path, package: contents.Contents) -> Any:
    """Return what frictionless says of folder/book.xlsx under the Table Schemas of the tables."""
    resources = []
    for name, sheet in workbook.named(package).items():
        schema = {key: value for key, value in sheet.schema.items() if key != "$schema"}
        resources.append(
            frictionless.Resource(
                name=sheet.name,
                path="book.xlsx",
                schema=frictionless.Schema.from_descriptor(schema),
                dialect=frictionless.Dialect(controls=[ExcelControl(sheet=name)]),
            )
        )
    return frictionless.Package(resources=resources, basepath=str(folder)).validate()


def test_frictionless_finds_the_workbook_valid(tmp_path: Path) -> None:
    """The sheets follow the very Table Schemas of the CSV files, references and all."""
    package = build.read(Folder(harness.ROOT))
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook.write(package))
    found = by_frictionless(tmp_path, package)
    assert found.valid, found.flatten(["name", "title", "message"])[:5]
    assert [task.stats.get("rows", 0) for task in found.tasks] == [
        len(sheet.rows) for sheet in workbook.named(package).values()
    ]
    book = openpyxl.load_workbook(path)
    book["facts.csv"]["G2"] = "nobody"
    book["units.csv"]["G2"] = "many"
    book.save(path)
    tasks = by_frictionless(tmp_path, package).tasks
    errors = {task.name: [error.type for error in task.errors] for task in tasks if task.errors}
    assert errors == {"units": ["type-error"], "facts": ["foreign-key"]}


@pytest.mark.parametrize("path", sorted(HERE.glob("*.json")), ids=lambda path: path.name)
def test_json_beside_the_code_is_spelt_canonically(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == spelling.json_text(json.loads(text))


def test_what_does_not_fit_into_a_workbook_is_said() -> None:
    package = made()
    package.tables[0].rows[0][-1] = "x" * 40_000
    with pytest.raises(CannotRunError, match=f"Row 2 of {package.tables[0].name} does not fit"):
        workbook.write(package)


def test_what_a_descriptor_may_leave_out_is_left_out() -> None:
    package = made({"remove": {"datapackage.json": ["/licenses/0/title", "/licenses/0/path"]}})
    for ending in ("sqlite", "xlsx"):
        READ_BACK[ending](exports.FORMATS[ending](package), package)


def test_numbers_beyond_a_spreadsheet_stay_whole_as_text() -> None:
    assert workbook.fits("230000000000000000000")
    assert workbook.fits("0.123456789012345")
    assert not workbook.fits("1234567890123456")


def test_the_release_contains_every_format_and_its_checksum(tmp_path: Path) -> None:
    root = harness.write(harness.releasable(harness.example()), tmp_path / "package")
    assert build.main([], root) == 0
    dist = root / "dist"
    names = {f"example-1.0.0.{ending}" for ending in ("zip", *exports.FORMATS)}
    names.add("index.html")
    assert {path.name for path in dist.iterdir()} == names | {"SHA256SUMS"}
    said = [line.split("  ") for line in (dist / "SHA256SUMS").read_text().splitlines()]
    assert {name for _, name in said} == names
    for digest, name in said:
        assert hashlib.sha256((dist / name).read_bytes()).hexdigest() == digest


def test_warnings_are_no_obstacle_to_a_build_that_is_not_strict(tmp_path: Path) -> None:
    warned = {"entities": {"ada-berg": {"note": "yes"}}}
    content = harness.refreshed(harness.edited(harness.example(), warned))
    root = harness.write(harness.releasable(content), tmp_path / "package")
    assert build.main(["--strict"], root) == 1
    assert not (root / "dist").exists()
    assert build.main([], root) == 0


def test_what_is_no_valid_package_is_not_built(tmp_path: Path) -> None:
    broken = {"facts": {"f0003": {"subject_id": "nobody"}}}
    content = harness.with_digests(harness.edited(harness.example(), broken))
    root = harness.write(harness.releasable(content), tmp_path / "package")
    assert build.main([], root) == 1
    assert build.main(["--article", str(tmp_path / "none.txt")], root) == 2
    assert not (root / "dist").exists()
