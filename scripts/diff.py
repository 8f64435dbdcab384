"""Compare two versions of a data package: what changed, and the version that this asks for.

Exit status: 0 the new version is raised as far as the changes ask, 1 it is not, 2 could not run.
"""

import argparse
import sys
from itertools import groupby
from pathlib import Path

from factbook import archive, changes
from factbook.changes import ACTIONS, Change, Comparison, Level
from factbook.package import CannotRunError, run

_NOUNS = {"record": "{}", "column": "Columns of {}", "schema": "Schema of {}"}
_KINDS = [*_NOUNS, "resource", "package"]


def verdict(found: Comparison) -> str:
    """Return one sentence on the version that the changes ask for and the one that was taken."""
    new, asked, taken = found.new.version, found.needed.name.lower(), found.raised.name.lower()
    if found.raised is Level.LOWER:
        return f"{new} is lower than {found.old.version}: name the earlier version first."
    if found.needed is Level.NONE:
        return "Nothing has changed of what the version stands for."
    named = {Level.NONE: "the version stayed", found.needed: f"{new} is one"}
    took = named.get(found.raised, f"{new} is a {taken} one")
    if found.raised < found.needed:
        return f"The changes ask for a {asked} version, but {took}: take {found.minimum}."
    return f"The changes ask for a {asked} version; {took}."


def as_text(found: Comparison) -> str:
    """Return a comparison as people read it: the verdict, then what changed, facts first."""
    entries = {**found.new.entries, **found.old.entries} | found.new.entries
    order = ["facts", *entries, "code lists", "codes"]

    def place(change: Change) -> tuple[int, int, int]:
        of = order.index(change.resource) if change.kind in _NOUNS else 0
        return _KINDS.index(change.kind), of, ACTIONS.index(change.action)

    title = found.new.descriptor.get("title", "")
    lines = [f"{title}: {found.old.version} → {found.new.version}", verdict(found)]
    for _, together in groupby(sorted(found.changes, key=place), place):
        group = list(together)
        first = group[0]
        level = max(change.level for change in group).name.lower()
        table = entries.get(first.resource, {}).get("title") or first.resource.capitalize()
        noun = _NOUNS.get(first.kind, first.kind.capitalize()).format(table)
        lines += ["", f"{noun} {first.action}: {len(group)} ({level})"]
        for change in group:
            name = change.resource if change.kind == "resource" else change.name
            lines.append("  " + "  ".join(filter(None, (name, change.label))))
            lines += [f"      replaced by {change.replaced_by}"] if change.replaced_by else []
            lines += [_line(found, change, cell) for cell in change.fields]
    return "\n".join(lines)


def _line(found: Comparison, change: Change, cell: dict[str, str]) -> str:
    said = cell["new"]
    if change.action != "withdrawn":
        before = found.new if change.action == "corrected" else found.old
        pairs = ((before, cell["old"]), (found.new, cell["new"]))
        shown = (version.shown(change[1:3], cell["field"], text) for version, text in pairs)
        said = " → ".join(text or "blank" for text in shown)
    return f"      {cell['title']}: {said}"


def main(argv: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(prog="diff.py", description=__doc__)
    for name in ("old", "new"):
        help_ = f"the {name} version: folder with a datapackage.json, or release archive"
        parser.add_argument(name, type=Path, metavar=name.upper(), help=help_)
    parser.add_argument("--format", choices=("json", "text"), default="text")
    options = parser.parse_args(argv)
    try:
        old, new = archive.open_release(options.old), archive.open_release(options.new)
        found = changes.compare(old, new, (str(options.old), str(options.new)))
    except (CannotRunError, OSError) as error:
        print(f"diff.py: {error}", file=sys.stderr)
        return 2
    print(changes.as_json(found) if options.format == "json" else as_text(found))
    return 0 if found.raised >= found.needed else 1


if __name__ == "__main__":
    sys.exit(run(main))
