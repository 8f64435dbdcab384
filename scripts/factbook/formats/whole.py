"""Every fact whole, as JSON, and the JSON Schema of it: the very bytes that the archive holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from factbook.formats.contents import Contents


def write(contents: Contents) -> bytes:
    """Return the bytes of the JSON."""
    return contents.nested


def write_schema(contents: Contents) -> bytes:
    """Return the bytes of its JSON Schema."""
    return contents.nested_schema
