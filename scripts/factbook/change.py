"""What the version of a package protects: changes, and the part of the version each asks for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

FACTS = "facts"


class Level(IntEnum):
    """A part of a version: the one that a change asks for, or that was raised."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


# A fact is wrong or it is not: what it claims is never edited, and its life has rules of its own.
CLAIM = (
    "source_id",
    "subject_id",
    "predicate_id",
    "object_id",
    "object_text",
    "comparator",
    "value",
    "unit_id",
    "modality",
    "asserted_by",
)
_LIFE = ("since", "status", "replaced_by")
# Cells that say what a record is: with another one its id means something else.
_MEANING = {
    "source_id",
    "subject_id",
    "predicate_id",
    "entity_id",
    "unit_id",
    "type",
    "kind",
    "scheme",
    "object_kind",
    "dimension",
    "base_unit_id",
    "factor",
}
# Cells and keys that people read and nothing is computed from. Any other change is a correction.
WORDING = {
    "$comment",
    "definition",
    "description",
    "example",
    "examples",
    "label_en",
    "label_zh",
    "note",
    "short_name",
    "statement",
    "symbol",
    "title",
}


@dataclass(frozen=True)
class Cell:
    """A value that changed: name and title of its field, old and new, each with how to show it."""

    field: str
    title: str
    old: str
    new: str
    old_shown: str
    new_shown: str


@dataclass(frozen=True)
class Change:
    """One change between two editions.

    action: added, changed, removed; of facts corrected or withdrawn too. kind: of what changed:
    package, resource, schema, column or record. resource: its name; of the package "". name: key
    of the record, name of the column, place in the schema, or "". label: what people call it.
    row: of the record in the new edition, or None. replaced_by: the fact that corrects it, or "".
    """

    action: str
    kind: str
    resource: str
    name: str
    level: Level
    label: str = ""
    cells: tuple[Cell, ...] = ()
    row: int | None = None
    replaced_by: str = ""


def number(version: str) -> tuple[int, ...]:
    """Return a version as numbers, which sort as versions do."""
    # Python reads no number of more than 4,300 digits.
    return tuple(int(part[:1000]) for part in version.split("."))


def cell_level(table: str, column: str) -> Level:
    """Return what another cell in a column asks for."""
    if column in WORDING:
        return Level.PATCH
    frozen = table == FACTS and column in (*CLAIM, *_LIFE)
    return Level.MAJOR if frozen or column in _MEANING else Level.MINOR


def schema_level(place: tuple[str, ...], *, come: bool, gone: bool) -> Level:
    """Return what a change at a place in a schema asks for; come or gone: if it was or is empty."""
    named = len(place) > 1 and place[-2] in ("properties", "$defs")
    if place[-1] in WORDING and not named:
        return Level.PATCH
    reading = place[-1] in ("type", "format") or place[0] in ("primaryKey", "missingValues")
    breaks = (reading and not come) or (gone and "properties" in place)
    return Level.MAJOR if breaks else Level.MINOR
