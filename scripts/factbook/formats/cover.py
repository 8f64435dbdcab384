"""The first sheet of the workbook: what this is, how far to trust it, where to find what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factbook.formats.contents import citation

if TYPE_CHECKING:
    from factbook.formats.contents import Sheet

NAME = "Cover"
TRUST = (
    "Each row of Facts is one thing that the source says, in our own words; whether other sources "
    "bear it out stands in the column corroboration, and a contradicted fact stays as reported.",
    "A figure is nothing without its comparator, unit, modality and speaker: more than 230 is not "
    "230, and a plan or an aim is not a result.",
    "Before this file was written a validator held every table to its schema and to the rules of "
    "the package; wording and labels are the work of people and may err.",
)
READING = (
    "Every column is explained in Codebook and in the note on its header. For the figures alone, "
    "open the filter of the column value in Facts and untick the blanks."
)


def add(book: Any, descriptor: dict[str, Any], sheets: dict[str, Sheet]) -> None:
    """Add the sheet to a workbook; sheets: name of every sheet that follows → its table."""
    page = book.add_worksheet(NAME)
    page.hide_gridlines(2)
    page.set_column(0, 0, 20)
    page.set_column(1, 1, 84)
    page.set_column(2, 2, 8)
    page.set_portrait()
    page.set_paper(9)
    page.fit_to_pages(1, 1)
    base = {"valign": "top", "text_wrap": True}
    text = book.add_format(base)
    head = book.add_format(base | {"bold": True, "font_color": "#1F3A5F"})
    right = book.add_format(base | {"bold": True, "font_color": "#1F3A5F", "align": "right"})
    link = book.add_format(base | {"font_color": "#0B5394", "underline": 1})
    title = book.add_format(base | {"bold": True, "font_size": 18, "font_color": "#1F3A5F"})
    page.merge_range(0, 0, 0, 2, descriptor["title"], title)
    page.set_row(0, 28 * _lines(descriptor["title"], 60))
    row = 1
    for name, words in _about(descriptor):
        page.write_string(row, 0, name, head)
        page.merge_range(row, 1, row, 2, "", text)
        if words.startswith("https://"):
            page.write_url(row, 1, words, link, words)
        else:
            page.write_string(row, 1, words, text)
        page.set_row(row, 15 * _lines(words, 92) + 4)
        row += 1
    row += 1
    for column, words in enumerate(("Sheet", "What is in it", "Rows")):
        page.write_string(row, column, words, right if column > 1 else head)
    for name, sheet in sheets.items():
        row += 1
        page.write_url(row, 0, f"internal:'{name}'!A1", link, name)
        page.write_string(row, 1, sheet.description, text)
        page.write_number(row, 2, len(sheet.rows), text)
        page.set_row(row, 15 * _lines(sheet.description, 95) + 2)


def _about(descriptor: dict[str, Any]) -> list[tuple[str, str]]:
    """Return (heading, words) of the lines of the cover."""
    licence = descriptor["licenses"][0]
    return [
        ("What it is", descriptor["description"]),
        *zip(("How far to trust it", "", ""), TRUST, strict=True),
        ("How to read it", READING),
        ("Version", f"{descriptor['version']} of {descriptor['created'][:10]}"),
        ("Licence", f"{licence.get('title', '')} ({licence['name']})".lstrip()),
        ("", licence.get("path", "")),
        ("How to cite", citation(descriptor)),
    ]


def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes: a spreadsheet does not fit merged cells by itself."""
    return -(-len(text) // width)
