"""Time the validator against frictionless and against the floor: `nox -s bench -- ROWS …`.

For every number of facts it makes a valid package with the project's schemas and runs, in turn
and as whole processes, each against frictionless: our validator; the same with the text at hand;
the same on a copy without facts.json, into which frictionless never looks; frictionless itself; and
the floor, DuckDB loading the same tables as text. Ratios are taken pair by pair, because a shared
machine drifts; below 1 is quicker than frictionless.
"""

from __future__ import annotations

import csv
import hashlib
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import harness
from factbook import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Record = dict[str, str]
PYTHON = sys.executable
FLOOR = (
    "import duckdb, os, pathlib, sys; con = duckdb.connect()\n"
    "for n, p in enumerate(sorted(pathlib.Path(sys.argv[1], 'data').glob('*.csv'))):\n"
    "    con.execute(f\"CREATE TABLE t{n} AS FROM read_csv('{p}', all_varchar = true, "
    'header = true)")\n'
    "os._exit(0)"
)
# What every block of facts has of its own; the rest of the example's entities is shared.
CLONED = ("centre", "outlook", "town")


@dataclass(frozen=True)
class Run:
    """One process: seconds by the clock and of the processor, peak memory in MB."""

    wall: float
    cpu: float
    peak: float


def measured(command: Sequence[str]) -> Run:
    """Run a command to its end and return what it took; raises RuntimeError if it crashes."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    if os.waitstatus_to_exitcode(status) not in (0, 1) or b"Traceback" in output:
        raise RuntimeError(output.decode()[-2000:])
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _table(folder: Path, name: str) -> tuple[list[str], list[Record]]:
    with (folder / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or ()), list(reader)


def _write(folder: Path, name: str, header: list[str], rows: Iterator[Record]) -> None:
    """Write a table in canonical spelling, row by row."""
    with (folder / "data" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _letters(block: int) -> str:
    """Return a number as a word: a statement has no number but those of its evidence."""
    return "".join("abcdefghij"[int(digit)] for digit in str(block))


def _clone(cell: str, block: int) -> str:
    return f"{cell}-{block}" if cell in CLONED else cell


def _facts(facts: list[Record], blocks: int, cut: int, length: int) -> Iterator[Record]:
    """Yield the example's facts, then blocks of all but its first, each about its own things.

    cut: code points of the text that a block leaves out. length: code points of the text.
    """
    yield from facts
    for block in range(1, blocks + 1):
        shift = block * (length - cut)
        for number, fact in enumerate(facts[1:], len(facts) + (block - 1) * (len(facts) - 1) + 1):
            yield fact | {
                "fact_id": f"f{number:04d}",
                "start": str(int(fact["start"]) + shift),
                "end": str(int(fact["end"]) + shift),
                "statement": f"{fact['statement'][:-1]} in copy {_letters(block)}.",
                "subject_id": _clone(fact["subject_id"], block),
                "object_id": _clone(fact["object_id"], block),
            }


def _entities(entities: list[Record], blocks: int) -> Iterator[Record]:
    """Yield the example's entities and a copy for every block of those it has to itself."""
    clones = [
        entity
        | {
            "entity_id": f"{entity['entity_id']}-{block}",
            "label_en": f"{entity['label_en']} {block}",
            "label_zh": f"{entity['label_zh']}{block}",
            "short_name": "",
            "description": f"{entity['description'][:-1]}, copy {block}.",
        }
        for entity in entities
        if entity["entity_id"] in CLONED
        for block in range(1, blocks + 1)
    ]
    yield from sorted([*entities, *clones], key=lambda e: canonical.row_key(e["entity_id"]))


def make_package(folder: Path, rows: int) -> tuple[Path, Path]:
    """Write a valid package of at least `rows` facts; return it and the text of its article."""
    root = harness.make_package(folder / "package")
    text = harness.ARTICLE.read_text(encoding="utf-8")
    header, facts = _table(root, "facts")
    blocks = max(0, math.ceil((rows - len(facts)) / (len(facts) - 1)))
    cut = int(facts[1]["start"])
    article = folder / "article.txt"
    article.write_text(text + text[cut:] * blocks, encoding="utf-8")
    _write(root, "facts", header, _facts(facts, blocks, cut, len(text)))
    header, entities = _table(root, "entities")
    _write(root, "entities", header, _entities(entities, blocks))
    header, sources = _table(root, "sources")
    sources[0]["text_sha256"] = hashlib.sha256(article.read_bytes()).hexdigest()
    sources[0]["text_length"] = str(len(text) + blocks * (len(text) - cut))
    _write(root, "sources", header, iter(sources))
    harness.refresh(root)
    return root, article


def _apart(folder: Path, rows: int) -> tuple[Path, Path]:
    """Make a package in another process: a command's peak counts what started it as well."""
    with ProcessPoolExecutor(1) as pool:
        return pool.submit(make_package, folder, rows).result()


def commands(root: Path, article: Path | None) -> dict[str, list[str]]:
    """Return the commands to time, by name; without a text, the validator alone."""
    ours = [PYTHON, str(harness.ROOT / "scripts" / "validate.py")]
    made = {"ours": [*ours, str(root)]}
    if article:
        bare = harness.copy(root, root.with_name("tables-only"))
        (bare / "data" / "facts.json").unlink()
        made["ours, with the text"] = [*ours, str(root), "--article", str(article)]
        made["ours, tables alone"] = [*ours, str(bare)]
    return made | {
        "frictionless": [
            str(Path(PYTHON).with_name("frictionless")),
            "validate",
            str(root / "datapackage.json"),
        ],
        "floor": [PYTHON, "-c", FLOOR, str(root)],
    }


def pairs(rows: int) -> int:
    """Return how often each pair is run: a large package varies less, and takes longer."""
    return 7 if rows < 100_000 else 3 if rows < 1_000_000 else 2


def compare(commands: dict[str, list[str]], times: int) -> dict[str, list[tuple[Run, Run]]]:
    """Return, for every command, the runs of frictionless and of it, in turn."""
    yardstick = commands["frictionless"]
    found: dict[str, list[tuple[Run, Run]]] = {}
    for name, command in commands.items():
        measured(command)  # Once uncounted: compiled modules, files in memory.
        found[name] = [(measured(yardstick), measured(command)) for _ in range(times)]
    return found


def line(name: str, runs: list[tuple[Run, Run]]) -> str:
    """Return a row of the table: medians, and the ratio of each pair in wall time."""
    ratios = sorted(run.wall / yardstick.wall for yardstick, run in runs)
    wall, cpu, peak = (
        statistics.median(getattr(run, key) for _, run in runs) for key in ("wall", "cpu", "peak")
    )
    ratio = statistics.median(ratios)
    return (
        f"{name:24}{wall:9.3f}{cpu:9.3f}{peak:8.0f}{ratio:8.3f}"
        f"{f'{ratios[0]:.3f}-{ratios[-1]:.3f}':>15}{1 / ratio:8.1f}"
    )


def main() -> int:
    """Measure the packages that the command line names by their number of facts, 0: this one."""
    for rows in [int(argument) for argument in sys.argv[1:] or ("0", "10000")]:
        with tempfile.TemporaryDirectory() as folder:
            made = _apart(Path(folder), rows) if rows else (harness.ROOT, None)
            print(f"{rows:,} facts, {pairs(rows)} pairs" if rows else "this package, 15 pairs")
            print(f"{'':24}{'wall s':>9}{'cpu s':>9}{'peak MB':>8}{'ratio':>8}{'':>15}{'times':>8}")
            for name, runs in compare(commands(*made), pairs(rows) if rows else 15).items():
                print(line(name, runs), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
