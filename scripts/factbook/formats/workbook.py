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
_WIDEST = 46
_HEADER = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3A5F", "text_wrap": True}
_STYLES: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True},
    "header": _HEADER | {"valign": "vcenter"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "integer": {"num_format": "0"},
    "number": {"num_format": "#,##0"},
    "link": {"font_color": "#0B5394", "underline": 1, "text_wrap": True},
    "part": {"bold": True, "bg_color": "#E8EDF3", "text_wrap": True},
} | {f"number{n}": {"num_format": f"#,##0.{'0' * n}"} for n in range(1, 10)}


def write(contents: Contents) -> bytes:
    """Return the bytes of the workbook; raises CannotRunError if a table does not fit in."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False}) as book:
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
    """Add one sheet: header with comments, cells, widths, filter, lists to choose from."""
    page = book.add_worksheet(name)
    last = max(len(sheet.rows), 1)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, last, len(sheet.header) - 1)
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&L&A&RPage &P of &N")
    for column, field in enumerate(sheet.schema["fields"]):
        cells = [row[column] for row in sheet.rows]
        page.set_column(column, column, _width(field["name"], cells))
        page.write_string(0, column, field["name"], styles["header"])
        note = f"{field['title']}: {field['description']}"
        page.write_comment(0, column, note, {"x_scale": 2, "y_scale": 1 + len(note) // 120})
        if field["name"] in choices:
            source = {"validate": "list", "source": choices[field["name"]]}
            page.data_validation(1, column, last, column, source)
        for row, cell in enumerate(cells, 1):
            part = sheet.name == "codebook" and not sheet.rows[row - 1][1]
            if _put(page, styles, (row, column), cell, "part" if part else field["type"]):
                message = f"Row {row + 1} of {sheet.name} does not fit into a workbook."
                raise CannotRunError(message)


def _put(page: Any, styles: dict[str, Any], place: tuple[int, int], cell: str, kind: str) -> int:
    """Write a cell as what its type says; return 0 unless the workbook has no room for it."""
    if not cell:
        return int(page.write_blank(*place, None, styles.get(kind, styles["text"])))
    if kind == "date":
        moment = datetime.combine(datetime.fromisoformat(cell).date(), time())
        return int(page.write_datetime(*place, moment, styles["date"]))
    if kind in ("integer", "number") and fits(cell):
        decimals = max(0, -int(Decimal(cell).as_tuple().exponent))
        style = styles[f"number{decimals}" if decimals else kind]
        return int(page.write_number(*place, float(cell), style))
    if cell.startswith(("https://", "http://")) and " " not in cell and place[0] <= _LINKS // 4:
        return int(page.write_url(*place, cell, styles["link"], cell))
    return int(page.write_string(*place, cell, styles.get(kind, styles["text"])))


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


def _width(name: str, cells: list[str]) -> int:
    """Return the width of a column: that of its widest cell, within bounds."""
    return min(max(map(_cells_wide, [f"{name}  ", *cells])) + 2, _WIDEST)


def _cells_wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _stored(packed: io.BytesIO) -> bytes:
    """Return a workbook with its parts stored: compressors differ between builds of zlib."""
    out = io.BytesIO()
    with zipfile.ZipFile(packed) as parts:
        members = ((name, parts.read(name)) for name in parts.namelist())
        archive.write(out, ((name, len(data), io.BytesIO(data)) for name, data in members))
    return out.getvalue()
