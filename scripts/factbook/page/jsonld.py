"""The package as a schema.org Dataset, for search engines of data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from factbook.formats.contents import citation

if TYPE_CHECKING:
    from factbook.page.downloads import Download
    from factbook.page.model import Model


def dataset(model: Model, downloads: list[Download]) -> dict[str, Any]:
    """Return the Dataset: the descriptor's words, what the figures cover, and the files."""
    descriptor = model.descriptor
    seen = sorted(row["as_of"] for row in model.observations if row["as_of"])
    places = {
        fact["subject"]["label_en"] for fact in model.facts if fact["subject"]["type"] == "country"
    }
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": descriptor["title"],
        "description": descriptor["description"],
        "license": descriptor["licenses"][0].get("path", descriptor["licenses"][0]["name"]),
        "version": descriptor["version"],
        "datePublished": descriptor["created"][:10],
        "creator": [
            {"@type": "Organization", "name": person["title"]}
            for person in descriptor["contributors"]
            if "title" in person
        ],
        "citation": citation(descriptor),
        "keywords": descriptor.get("keywords", []),
        "inLanguage": ["en", "zh-Hans"],
        "isAccessibleForFree": True,
        "isBasedOn": [source["path"] for source in descriptor["sources"]],
        "temporalCoverage": f"{seen[0]}/{seen[-1]}" if seen else "",
        "spatialCoverage": [{"@type": "Place", "name": name} for name in sorted(places)],
        "variableMeasured": _variables(model),
        "distribution": [_download(file) for file in downloads],
    }
    return {key: value for key, value in found.items() if value not in ("", [])}


def script(value: dict[str, Any]) -> Markup:
    """Return JSON for a script element: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - the one character that could


def _variables(model: Model) -> list[dict[str, str]]:
    """Return every measure of the facts, with its unit."""
    found = {}
    for fact in model.facts:
        predicate, quantity = fact["predicate"], fact["quantity"]
        if quantity:
            unit, key = quantity["unit"], predicate["predicate_id"]
            name = model.predicates[key]["label_en"].removeprefix("has ")
            found[key] = {
                "@type": "PropertyValue",
                "propertyID": key,
                "name": name,
                "description": model.predicates[key]["definition"],
                "unitText": unit["label_en"],
            }
    return list(found.values())


def _download(file: Download) -> dict[str, str]:
    return {
        "@type": "DataDownload",
        "name": file.name,
        "description": file.told.en,
        "contentUrl": file.name,
        "encodingFormat": file.media_type,
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }
