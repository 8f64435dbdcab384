"""The standard's own voice: the official profiles of Data Package v2, from the installed dplib."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from factbook.package import parse_json

if TYPE_CHECKING:
    from collections.abc import Iterator

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def _closed(schema: Any) -> Any:
    """Return a profile in which every object is closed, so that a misspelt key shows."""
    if isinstance(schema, list):
        return [_closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    if isinstance(closed.get("properties"), dict):
        closed.setdefault("additionalProperties", False)
    return closed


@cache
def _profile(name: str) -> Any:
    """Return an official profile as a JSON value."""
    spec = find_spec("dplib")
    places = spec.submodule_search_locations if spec else None
    if not places:
        message = "dplib is not installed"
        raise ModuleNotFoundError(message)
    path = Path(places[0]) / "profiles" / "2.0" / f"{name}.json"
    return parse_json(path.read_bytes())


@cache
def _validator(name: str, *, closed: bool) -> Any:
    """Return the validator of an official profile, as published or closed."""
    profile = _profile(name)
    return jsonschema_rs.validator_for(_closed(profile) if closed else profile)


def pointer(path: list[str | int]) -> str:
    """Return the JSON pointer of a path of keys and numbers."""
    return "".join(f"/{part}" for part in path)


def departures(name: str, value: Any) -> Iterator[tuple[bool, str, str]]:
    """Yield (whether it is a key the standard does not know, message, pointer).

    name: of the profile, datapackage or tableschema. Unknown keys are looked for only in a value
    that else follows the profile; the closed profile is asked first, because it is mostly enough.
    """
    if _validator(name, closed=True).is_valid(value):
        return
    errors = list(_validator(name, closed=False).iter_errors(value))
    unknown = not errors
    for error in errors or _validator(name, closed=True).iter_errors(value):
        yield unknown, error.message, pointer(error.instance_path)
