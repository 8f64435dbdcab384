"""The package as a workbook: a cover, the flat facts, the codebook, a sheet per table.

The bytes depend on the contents alone: dates in the file are those of the release, and the parts
are stored, not compressed, because compressors differ between builds of zlib.
"""

import io
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from factbook import archive
from factbook.exports.contents import WORDS, Contents, Sheet
from factbook.package import CannotRunError, Memory

# Excel's own bounds: digits of a number, links of a sheet.
_DIGITS, _LINKS = 15, 65_530
_WIDEST, _WIDEST_LINK = 56, 24
# How many characters fit side by side on a printed page that can still be read.
_PAGE = 260
# Cells of these styles are no text.
_VALUES: dict[str, Callable[[str], Any]] = {
    "date": datetime.fromisoformat,
    **dict.fromkeys(("integer", "number", "number with decimals"), float),
}
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write(contents: Contents) -> bytes:
    """Return the bytes of the workbook; raises CannotRunError if a table does not fit in."""
    packed, out = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(packed, _OPTIONS) as book:
        released = datetime.fromisoformat(contents.descriptor["created"]).replace(tzinfo=None)
        book.set_properties({"title": contents.descriptor["title"], "created": released})
        looks = WORDS["styles"].items()
        styles = {name: book.add_format({"valign": "top"} | look) for name, look in looks}
        sheets = named(contents)
        _fill_cover(book.add_worksheet("Cover"), styles, dict(contents.about.rows), sheets)
        for name, sheet in sheets.items():
            _fill(book.add_worksheet(name), styles, sheet, sheets["Codes"])
    with zipfile.ZipFile(packed) as parts:
        members = Memory({name: parts.read(name) for name in parts.namelist()})
    archive.write(out, members, members.content)
    return out.getvalue()


def named(contents: Contents) -> dict[str, Sheet]:
    """Return every table that gets a sheet, by the name of the sheet, in order."""
    helpers = {sheet.name: sheet for sheet in contents.helpers}
    first = {"Facts": contents.flat, "Codebook": helpers["codebook"], "Codes": helpers["codes"]}
    return first | {f"{sheet.name}.csv": sheet for sheet in contents.tables}


def fits(number: str) -> bool:
    """Return True if a spreadsheet keeps every digit of a number."""
    return len(Decimal(number).normalize().as_tuple().digits) <= _DIGITS


def _fill_cover(
    page: Any, styles: dict[str, Any], about: dict[str, str], sheets: dict[str, Sheet]
) -> None:
    for method, *values in WORDS["pages"]["cover"]:
        getattr(page, method)(*values)
    page.merge_range(0, 0, 0, 2, about["title"], styles["title"])
    page.set_row(0, 28 * -(-len(about["title"]) // 60))
    for row, (name, template, style) in enumerate(WORDS["cover"]["lines"], 1):
        words = template.format_map(about).strip()
        page.write_string(row, 0, name, styles["head"])
        page.merge_range(row, 1, row, 2, "", styles["text"])
        _put(page, styles, (row, 1), words, style)
        page.set_row(row, 15 * -(-len(words) // 92) + 4)
    below = len(WORDS["cover"]["lines"]) + 2
    for column, (words, style) in enumerate(WORDS["cover"]["sheets"].items()):
        page.write_string(below, column, words, styles[style])
    for row, (name, sheet) in enumerate(sheets.items(), below + 1):
        page.write_url(row, 0, f"internal:'{name}'!A1", styles["cover link"], name)
        page.write_string(row, 1, sheet.description, styles["text"])
        page.write_number(row, 2, len(sheet.rows), styles["text"])
        page.set_row(row, 15 * -(-len(sheet.description) // 95) + 2)


def _fill(page: Any, styles: dict[str, Any], sheet: Sheet, codes: Sheet) -> None:
    fields, rows = sheet.schema["fields"], sheet.rows
    widths = [_width(field, [row[n] for row in rows]) for n, field in enumerate(fields)]
    for method, *values in WORDS["pages"]["table"]:
        getattr(page, method)(*values)
    page.autofilter(0, 0, max(len(rows), 1), len(fields) - 1)
    page.fit_to_pages(-(-sum(widths) // _PAGE), 0)
    for column, field in enumerate(fields):
        page.set_column(column, column, widths[column])
        page.write_string(0, column, field["name"], styles["header"])
        note = f"{field['title']}: {field['description']}"
        page.write_comment(0, column, note, {"x_scale": 2, "y_scale": 1 + len(note) // 120})
        place = f"{sheet.name}.{field['name']}"
        listed = [n for n, row in enumerate(codes.rows, 2) if place in row[-1].split("; ")]
        if listed and "enum" in field.get("constraints", {}):
            source = {"validate": "list", "source": f"=Codes!$B${listed[0]}:$B${listed[-1]}"}
            page.data_validation(1, column, max(len(rows), 1), column, source)
    for number, row in enumerate(rows, 1):
        page.set_row(number, 15 * max(map(_lines, fields, row, widths)))
        part = sheet.name == "codebook" and not row[1]
        for column, (field, cell) in enumerate(zip(fields, row, strict=True)):
            kind = "part" if part else _kind(field, cell, number)
            if _put(page, styles, (number, column), cell, kind):
                message = f"Row {number + 1} of {sheet.name} does not fit into a workbook."
                raise CannotRunError(message)


def _kind(field: dict[str, Any], cell: str, number: int) -> str:
    """Return the style of a cell, which says how it is written too."""
    if cell and field["type"] == "date":
        return "date"
    if cell and field["type"] in ("integer", "number") and fits(cell):
        return "number with decimals" if "." in cell else str(field["type"])
    return "link" if cell and _is_link(field) and number <= _LINKS else "text"


def _is_link(field: dict[str, Any]) -> bool:
    return str(field.get("constraints", {}).get("pattern")).startswith("^https?://")


def _put(page: Any, styles: dict[str, Any], place: tuple[int, int], cell: str, kind: str) -> int:
    """Write a cell, blank or by its kind; return 0 unless the workbook has no room for it."""
    write = page.write_url if cell and kind.endswith("link") else page.write
    return int(write(*place, _VALUES.get(kind, str)(cell), styles[kind]))


def _width(field: dict[str, Any], cells: list[str]) -> int:
    """Return the width of a column: that of its widest cell, within bounds."""
    numbers = field["type"] == "number"
    shown = [f"{Decimal(cell):,f} " if numbers and cell else cell for cell in cells]
    widest = _WIDEST_LINK if _is_link(field) else _WIDEST
    return min(max(map(_cells_wide, [f"{field['name']}  ", *shown])) + 2, widest)


def _lines(field: dict[str, Any], cell: str, width: int) -> int:
    """Return how many lines a cell takes: not every program fits the height of a row by itself."""
    return 1 if _is_link(field) else max(1, -(-_cells_wide(cell) // (width - 2)))


def _cells_wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
