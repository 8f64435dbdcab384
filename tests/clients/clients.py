"""Real programs read the release, by the README's own lines; nothing may change on the way.

Run by `nox -s clients`, apart from the other tests: it needs LibreOffice, poppler, sqlite3, Node
and a font for Chinese; R is asked where it is there. Every reader hands back its cells as JSON:
text as text, a number as {"n": digits}, a date as {"d": day}, nothing as null.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

import build
from factbook import archive, exports
from factbook.exports import workbook
from factbook.package import Folder
from factbook.schemas import OWN_ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from factbook.exports.contents import Contents, Sheet

HERE = Path(__file__).parent
README = (OWN_ROOT / "README.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
CSV = "data/facts.csv"
HAN = re.compile(r"[\u4e00-\u9fff]")
OFFICE, TABLE, TEXT = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text")
)
# Comma, double quotes, UTF-8, from row 1, no columns of its own, any language, quoted as text.
IMPORT_AS_UTF8 = "--infilter=CSV:44,34,76,1,,0,true"
PYTHON = """
import datetime, json
def shown(cell):
    cell = cell.item() if hasattr(cell, "item") else cell
    if cell is None or cell != cell:
        return None
    if isinstance(cell, str):
        return cell
    return {"d": str(cell)} if isinstance(cell, datetime.date) else {"n": str(cell)}
print(json.dumps([[shown(cell) for cell in row] for row in rows]))
"""
NODE = """
console.log(JSON.stringify(facts.map(row => Object.values(row))));
"""
R = r"""
shown <- function(x) {
  if (!is.numeric(x)) return(ifelse(is.na(x), "", paste0("t", x)))
  ifelse(is.na(x), "", paste0("n", vapply(x, format, "", digits = 15, scientific = FALSE)))
}
write.table(lapply(facts, shown), sep = "\t", quote = FALSE, row.names = FALSE, col.names = FALSE)
cat("\f\n")
"""
ROWS = {
    "pandas": "rows = facts.astype(object).to_numpy().tolist()",
    "polars": "rows = facts.rows()",
    "duckdb": "rows = facts.fetchall()",
}


@dataclass(frozen=True)
class Release:
    """A folder with the files of a release and its archive unpacked, and what it was made from."""

    folder: Path
    package: Contents
    sheets: dict[str, Sheet]

    @property
    def name(self) -> str:
        """Return what the names of its files begin with."""
        return f"{self.package.descriptor['name']}-{self.package.descriptor['version']}"


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    package = Folder(OWN_ROOT)
    made = build.read(package)
    folder = tmp_path_factory.mktemp("release")
    for name, data in archive.released(package):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    sheets = {f"data/{sheet.name}.csv": sheet for sheet in made.tables}
    found = Release(folder, made, sheets)
    for ending, data in exports.write(made).items():
        (folder / f"{found.name}.{ending}").write_bytes(data)
    sheets[f"{found.name}.csv"] = made.flat
    return found


def run(*command: str | Path, cwd: Path, **env: str) -> str:
    done = subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | {"LC_ALL": "C.UTF-8"} | env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def snippet(language: str, word: str) -> str:
    """Return the README's lines for a reader."""
    (found,) = [code for kind, code in SNIPPETS if kind == language and word in code]
    return str(found)


def test_every_snippet_is_run() -> None:
    words = {"pandas", "polars", "duckdb", "read.csv", "d3-dsv", "csv-parse", ".import", "_flat"}
    start, end = README.index("## Read it"), README.index("## The validator")
    found = re.findall(r"^```\w+\n(.*?)^```$", README[start:end], re.MULTILINE | re.DOTALL)
    assert len(found) == len(words)
    assert all(sum(word in code for code in found) == 1 for word in words)


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the packages of package-lock.json."""
    folder = tmp_path_factory.mktemp("node")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    run("npm", "ci", "--silent", "--no-audit", "--no-fund", cwd=folder)
    return folder


BLANKS = {None: "blank", "": "empty text"}
CHANGED = "**changed**"
TYPES = {"n": "numbers", "d": "dates", "text": "text"}
# What a reader makes of a file: rows of cells.
Read = dict[str, list[list[Any]]]


def python(release: Release, library: str) -> Read:
    code = snippet("python", library) + ROWS[library] + PYTHON
    asked = "\n".join(code.replace(CSV, name) for name in release.sheets)
    out = run(sys.executable, "-W", "error", "-c", asked, cwd=release.folder)
    return dict(zip(release.sheets, map(json.loads, out.splitlines()), strict=True))


def javascript(release: Release, node: Path, library: str) -> Read:
    script = node / f"{library}.mjs"
    found = {}
    for name in release.sheets:
        script.write_text(snippet("js", library).replace(CSV, name) + NODE, encoding="utf-8")
        found[name] = json.loads(run("node", script, cwd=release.folder))
    return found


def shell(release: Release) -> Read:
    """Return the tables as the sqlite3 shell imports them."""
    _, database, command = snippet("sh", ".import").strip().split(" ", 2)
    found = {}
    for name in release.sheets:
        path = release.folder / database
        path.unlink(missing_ok=True)
        run("sqlite3", path, command.strip("'").replace(CSV, name), cwd=release.folder)
        found[name] = selected(path, "facts")
        path.unlink()
    return found


def database(release: Release) -> Read:
    """Return the tables and the view of the SQLite file."""
    path = release.folder / f"{release.name}.sqlite"
    return {
        name: selected(path, "facts_flat" if name.startswith(release.name) else sheet.name)
        for name, sheet in release.sheets.items()
    }


def selected(path: Path, table: str) -> list[list[Any]]:
    out = run("sqlite3", "-json", path, f"SELECT * FROM {table}", cwd=path.parent)

    def whole(digits: str) -> dict[str, str]:
        return {"n": digits}

    def double(digits: str) -> dict[str, str]:
        # In JSON the shell prints more digits than a double has: 9.4 as 9.4000000000000003552.
        return {"n": repr(float(digits))}

    # For a table without rows the shell prints nothing.
    rows = json.loads(out or "[]", parse_int=whole, parse_float=double)
    return [list(row.values()) for row in rows]


def r(release: Release) -> Read:
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed here.")
    code = snippet("r", "read.csv") + R
    asked = "\n".join(code.replace(CSV, name) for name in release.sheets)
    tables = run("Rscript", "--vanilla", "-e", asked, cwd=release.folder).split("\f\n")[:-1]
    return {
        name: [[typed(cell) for cell in line.split("\t")] for line in table.splitlines()]
        for name, table in zip(release.sheets, tables, strict=True)
    }


def typed(cell: str) -> Any:
    return {"n": cell[1:].strip()} if cell.startswith("n") else cell[1:] if cell else None


def office(folder: Path, files: Iterable[Path], convert: str, *options: str) -> Path:
    """Convert files by one call of LibreOffice; return the folder with what it made."""
    out = folder / "converted"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ("soffice", profile, "--headless", *options, "--convert-to", convert)
    run(*command, "--outdir", out, *files, cwd=folder)
    return out


def opened(path: Path) -> dict[str, list[list[Any]]]:
    """Return the rows below the header of every sheet of a flat OpenDocument file, by its name."""
    root = ET.parse(path).getroot()
    pages = {}
    for page in root.iter(f"{TABLE}table"):
        rows = [
            [value for cell in row for value in [seen(cell)] * repeats(cell)]
            for row in page.iter(f"{TABLE}table-row")
        ]
        pages[page.attrib[f"{TABLE}name"]] = [row for row in rows if any(row)][1:]
    return pages


def repeats(cell: ET.Element) -> int:
    # What is repeated more often than a table is wide is the empty rest of the sheet.
    times = int(cell.attrib.get(f"{TABLE}number-columns-repeated", 1))
    return times if times < 100 else 0


def seen(cell: ET.Element) -> Any:
    """Return what a cell contains: its own text, not that of a note on it."""
    kind = cell.attrib.get(f"{OFFICE}value-type")
    if kind == "date":
        return {"d": cell.attrib[f"{OFFICE}date-value"].removesuffix("T00:00:00")}
    if kind == "float":
        return {"n": cell.attrib[f"{OFFICE}value"]}
    texts = ["".join(part.itertext()) for part in cell.findall(f"{TEXT}p")]
    return "\n".join(texts) if kind == "string" else None


def libreoffice_workbook(release: Release, folder: Path) -> Read:
    out = office(folder, [release.folder / f"{release.name}.xlsx"], "fods")
    pages = opened(out / f"{release.name}.fods")
    names = {f"data/{sheet.name}.csv": f"{sheet.name}.csv" for sheet in release.package.tables}
    names[f"{release.name}.csv"] = "Facts"
    return {name: pages[page] for name, page in names.items()}


def libreoffice_csv(release: Release, folder: Path, *options: str) -> Read:
    out = office(folder, [release.folder / name for name in release.sheets], "fods", *options)
    found = {name: opened(out / f"{Path(name).stem}.fods") for name in release.sheets}
    return {name: next(iter(pages.values())) for name, pages in found.items()}


def survived(release: Release, read: Read) -> list[str]:
    """Return what became of ids and texts, Chinese, figures, dates and blank cells, in words."""
    cells: dict[str, list[tuple[str, Any]]] = {
        kind: [] for kind in ("texts", "chinese", "figures", "dates", "blanks")
    }
    for name, sheet in release.sheets.items():
        assert len(read[name]) == len(sheet.rows), name
        for row, found in zip(sheet.rows, read[name], strict=True):
            for cell, seen, field in zip(row, found, sheet.schema["fields"], strict=True):
                cells[kind_of(cell, field["type"])].append((cell, seen))
    return [words(kind, pairs) for kind, pairs in cells.items()]


def kind_of(cell: str, field_type: str) -> str:
    if not cell:
        return "blanks"
    if field_type == "date":
        return "dates"
    if field_type in ("integer", "number"):
        return "figures"
    return "chinese" if HAN.search(cell) else "texts"


def words(kind: str, pairs: list[tuple[str, Any]]) -> str:
    """Return in a word or two what became of cells of one kind; a change is said, never hidden."""
    assert pairs, kind
    if kind == "blanks":
        said = {BLANKS[cell] if cell in ("", None) else CHANGED for _, cell in pairs}
        return " or ".join(sorted(said))
    changed = [(cell, seen) for cell, seen in pairs if not same(kind, cell, seen)]
    if changed:
        cell, seen = changed[0]
        print(f"{kind}: {len(changed)} of {len(pairs)} changed, first {cell!r} to {seen!r}")
        return "**garbled**" if kind == "chinese" else CHANGED
    types = {next(iter(seen)) if isinstance(seen, dict) else "text" for _, seen in pairs}
    if kind in ("texts", "chinese"):
        return "the same"
    return ", ".join(said for kind, said in TYPES.items() if kind in types)


def same(kind: str, cell: str, seen: Any) -> bool:
    """Return whether a cell came back: a figure as any spelling of it, all else to the letter."""
    text = next(iter(seen.values())) if isinstance(seen, dict) else seen
    if kind == "figures" and isinstance(seen, dict):
        return Decimal(text) == Decimal(cell)
    return bool(text == cell)


def test_what_readers_do_to_cells_is_noticed() -> None:
    assert words("texts", [("001", {"n": "1"})]) == CHANGED
    assert words("texts", [("100", {"n": "100.0"})]) == CHANGED
    assert words("texts", [("NA", None)]) == CHANGED
    assert words("figures", [("0.3", {"n": "0.30000000000000004"})]) == CHANGED
    assert words("figures", [("5", {"n": "5.0"}), ("7", {"n": "7"})]) == "numbers"
    assert words("dates", [("2024-03-25", {"d": "2024-03-26"})]) == CHANGED
    assert words("blanks", [("", None), ("", {"n": "0"})]) == f"{CHANGED} or blank"
    assert words("chinese", [("算力", "??")]) == "**garbled**"


def readme_row(reader: str) -> list[str]:
    found = re.search(rf"^\| {re.escape(reader)} \| (.*) \|$", README, re.MULTILINE)
    assert found, f"the README has no row {reader}"
    return found[1].split(" | ")


def check(reader: str, release: Release, read: Read) -> None:
    found = survived(release, read)
    print(f"| {reader} | {' | '.join(found)} |")
    assert found == readme_row(reader)


@pytest.mark.parametrize(
    ("library", "name"), [("pandas", "pandas"), ("polars", "Polars"), ("duckdb", "DuckDB")]
)
def test_python_readers(release: Release, library: str, name: str) -> None:
    check(name, release, python(release, library))


@pytest.mark.parametrize("library", ["d3-dsv", "csv-parse"])
def test_node_readers(release: Release, node: Path, library: str) -> None:
    check(f"Node, {library}", release, javascript(release, node, library))


def test_sqlite_shell_imports_the_tables(release: Release) -> None:
    check("sqlite3, `.import`", release, shell(release))


def test_sqlite_file(release: Release) -> None:
    check("sqlite3, the SQLite file", release, database(release))
    command = snippet("sh", "_flat").strip().split(" ", 2)
    out = run(*command[:2], command[2].strip("'"), cwd=release.folder)
    figures = [row for row in release.sheets[f"{release.name}.csv"].rows if row[6]]
    assert [line.split("|")[:2] for line in out.splitlines()] == [row[:2] for row in figures]


def test_r(release: Release) -> None:
    check("R", release, r(release))


def test_libreoffice_opens_the_workbook(release: Release, tmp_path: Path) -> None:
    check("LibreOffice, the workbook", release, libreoffice_workbook(release, tmp_path))


def test_libreoffice_opens_the_csv_files(release: Release, tmp_path: Path) -> None:
    check(
        "LibreOffice, a CSV as UTF-8, quoted fields as text",
        release,
        libreoffice_csv(release, tmp_path, IMPORT_AS_UTF8),
    )


def test_libreoffice_garbles_csv_files_by_default(release: Release, tmp_path: Path) -> None:
    check("LibreOffice, a CSV with default options", release, libreoffice_csv(release, tmp_path))


def test_the_workbook_can_be_looked_at(release: Release, tmp_path: Path) -> None:
    """On paper no number is cut off to ###, Chinese is there, and the cover is one page."""
    out = office(tmp_path, [release.folder / f"{release.name}.xlsx"], "pdf")
    text = run("pdftotext", "-layout", out / f"{release.name}.pdf", "-", cwd=tmp_path)
    assert "##" not in text
    labels = [row[3] for row in release.package.tables[1].rows]
    assert all(label in text for label in labels[:20])
    cover = text.split("\f")[0]
    assert release.package.descriptor["title"] in cover
    assert all(sheet in cover for sheet in workbook.named(release.package))
    fonts = run("pdffonts", out / f"{release.name}.pdf", cwd=tmp_path)
    assert re.search("WenQuanYi|Noto|CJK", fonts), fonts


def test_csv_is_what_pythons_own_reader_reads(release: Release) -> None:
    for name, sheet in release.sheets.items():
        with (release.folder / name).open(encoding="utf-8", newline="") as file:
            assert list(csv.reader(file)) == [sheet.header, *sheet.rows]
