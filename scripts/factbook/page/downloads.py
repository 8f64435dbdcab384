"""The files of a release as the page offers them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from factbook.page.words import Both

# The end of a file's name → media type, and whom it serves; in the order of the page.
_KINDS = {
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Both(
            "For a spreadsheet: facts with labels, codebook, every table",
            "用于电子表格：带标签的事实、编码手册和全部数据表",
        ),
    ),
    "csv": (
        "text/csv",
        Both("The facts in one flat table, with labels", "一张平面表中的全部事实，带标签"),
    ),
    "sqlite": (
        "application/vnd.sqlite3",
        Both("All tables with keys, in one database", "包含全部数据表和键的数据库"),
    ),
    "schema.json": (
        "application/schema+json",
        Both("What the JSON holds, as JSON Schema", "JSON文件的JSON Schema"),
    ),
    "json": (
        "application/json",
        Both(
            "Every fact whole, with what other sources say",
            "每条事实的完整内容及其他来源的说法",
        ),
    ),
    "zip": (
        "application/zip",
        Both(
            "Everything: tables, schemas, validator, documentation",
            "全部内容：数据表、模式、校验程序和文档",
        ),
    ),
}


@dataclass(frozen=True)
class Download:
    """A file beside the page."""

    name: str
    media_type: str
    told: Both
    size: int
    sha256: str

    @property
    def size_told(self) -> str:
        """Return the size as people read it."""
        return f"{self.size / 1000:,.0f} kB"


def offered(files: dict[str, bytes]) -> list[Download]:
    """Return the files of a release, by name and bytes, in the order of the page."""
    found = []
    for ending, (media_type, told) in _KINDS.items():
        for name, data in files.items():
            longer = any(
                e != ending and e.endswith(ending) and name.endswith(f".{e}") for e in _KINDS
            )
            if name.endswith(f".{ending}") and not longer:
                digest = hashlib.sha256(data).hexdigest()
                found.append(Download(name, media_type, told, len(data), digest))
    return found
