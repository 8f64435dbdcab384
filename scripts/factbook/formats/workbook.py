"""The package as a workbook: a cover, the flat facts, the codebook, a sheet per table.

The bytes depend on the contents alone: dates in the file are those of the release, and the parts
are stored, not compressed, as in the archive.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from datetime import datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import xlsxwriter

from factbook import archive
from factbook.formats import cover, sqlite
from factbook.package import CannotRunError

if TYPE_CHECKING:
    from factbook.formats.contents import Contents, Sheet

FLAT = "Facts"
# Excel's own bounds: digits of a number, links of a sheet.
_DIGITS = 15
_LINKS = 65_530
_WIDEST = 56
_WIDEST_LINK = 24
# How many characters stand side by side on a printed page that can still be read.
_PAGE = 260
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_HEADER = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3A5F", "text_wrap": True}
_NUMBER: dict[str, Any] = {"align": "right", "indent": 1}
_STYLES: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True},
    "header": _HEADER | {"valign": "vcenter"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "integer": _NUMBER | {"num_format": "0"},
    "link": {"font_color": "#0B5394", "underline": 1},
    "part": {"bold": True, "bg_color": "#E8EDF3", "text_wrap": True},
}
# Nine decimals of a value and nine of a factor make eighteen.
for _n in range(19):
    _STYLES[f"number{_n}"] = _NUMBER | {"num_format": f"#,##0.{'0' * _n}".rstrip(".")}


def write(contents: Contents) -> bytes:
    """Return the bytes of the workbook; raises CannotRunError if a table does not fit in."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        released = datetime.fromisoformat(contents.descriptor["created"]).replace(tzinfo=None)
        book.set_properties({"title": contents.descriptor["title"], "created": released})
        styles = {name: book.add_format({"valign": "top"} | s) for name, s in _STYLES.items()}
        sheets = named(contents)
        cover.add(book, contents.descriptor, sheets)
        codes = sheets["Codes"]
        for name, sheet in sheets.items():
            _add(book, styles, name, sheet, _choices(sheet, codes))
    return _stored(out)


def named(contents: Contents) -> dict[str, Sheet]:
    """Return every table that gets a sheet, by the name of the sheet, in order."""
    helpers = {sheet.name: sheet for sheet in contents.helpers}
    own = {f"{sheet.name}.csv": sheet for sheet in contents.tables}
    return {
        FLAT: sqlite.flat(contents),
        "Codebook": helpers["codebook"],
        "Codes": helpers["codes"],
        **own,
    }


def _add(
    book: Any, styles: dict[str, Any], name: str, sheet: Sheet, choices: dict[str, str]
) -> None:
    """Add one sheet: header with notes, cells, widths and heights, filter, lists to choose from."""
    page = book.add_worksheet(name)
    fields = sheet.schema["fields"]
    widths = [_width(field, [row[n] for row in sheet.rows]) for n, field in enumerate(fields)]
    _lay_out(page, len(sheet.rows), widths)
    for column, field in enumerate(fields):
        page.write_string(0, column, field["name"], styles["header"])
        note = f"{field['title']}: {field['description']}"
        page.write_comment(0, column, note, {"x_scale": 2, "y_scale": 1 + len(note) // 120})
        if field["name"] in choices:
            source = {"validate": "list", "source": choices[field["name"]]}
            page.data_validation(1, column, max(len(sheet.rows), 1), column, source)
    for number, row in enumerate(sheet.rows, 1):
        height = max(_lines(*both) for both in zip(fields, row, widths, strict=True))
        page.set_row(number, 15 * height)
        part = sheet.name == "codebook" and not row[1]
        for column, (field, cell) in enumerate(zip(fields, row, strict=True)):
            kind = "part" if part else _kind(field, cell, number)
            if _put(page, styles[kind], (number, column), cell, kind):
                message = f"Row {number + 1} of {sheet.name} does not fit into a workbook."
                raise CannotRunError(message)


def _lay_out(page: Any, rows: int, widths: list[int]) -> None:
    """Set what holds for a whole sheet, on the screen and on paper."""
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    page.set_row(0, 20)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(rows, 1), len(widths) - 1)
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(-(-sum(widths) // _PAGE), 0)
    page.repeat_rows(0)
    page.repeat_columns(0)
    page.set_footer("&L&A&RPage &P of &N")


def _kind(field: dict[str, Any], cell: str, number: int) -> str:
    """Return the style of a cell, which says how it is written too."""
    if not cell or field["type"] == "date":
        return "date" if cell else "text"
    if field["type"] in ("integer", "number") and fits(cell):
        decimals = max(0, -int(Decimal(cell).as_tuple().exponent))
        return "integer" if field["type"] == "integer" else f"number{decimals}"
    return "link" if _is_link(field) and number <= _LINKS else "text"


def _is_link(field: dict[str, Any]) -> bool:
    return str(field.get("constraints", {}).get("pattern")).startswith("^https?://")


def _put(page: Any, style: Any, place: tuple[int, int], cell: str, kind: str) -> int:
    """Write a cell; return 0 unless the workbook has no room for it."""
    if not cell:
        return int(page.write_blank(*place, None, style))
    if kind == "date":
        moment = datetime.combine(datetime.fromisoformat(cell).date(), time())
        return int(page.write_datetime(*place, moment, style))
    if kind.startswith(("integer", "number")):
        return int(page.write_number(*place, float(cell), style))
    if kind == "link":
        return int(page.write_url(*place, cell, style, cell))
    return int(page.write_string(*place, cell, style))


def fits(number: str) -> bool:
    """Return whether a spreadsheet keeps every digit of a number."""
    return len(Decimal(number).normalize().as_tuple().digits) <= _DIGITS


def _choices(sheet: Sheet, codes: Sheet) -> dict[str, str]:
    """Return for every field with a closed list the range of the sheet Codes that holds it."""
    ranges = {}
    for field in sheet.schema["fields"]:
        if "enum" not in field.get("constraints", {}):
            continue
        place = f"{sheet.name}.{field['name']}"
        rows = [n for n, row in enumerate(codes.rows, 2) if place in row[-1].split("; ")]
        if rows:
            ranges[field["name"]] = f"=Codes!$B${rows[0]}:$B${rows[-1]}"
    return ranges


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


def _stored(packed: io.BytesIO) -> bytes:
    """Return a workbook with its parts stored: compressors differ between builds of zlib."""
    out = io.BytesIO()
    with zipfile.ZipFile(packed) as parts:
        members = ((name, parts.read(name)) for name in parts.namelist())
        archive.write(out, ((name, len(data), io.BytesIO(data)) for name, data in members))
    return out.getvalue()
