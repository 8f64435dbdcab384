"""Time the validator against frictionless: `nox -s bench -- ROWS … [--article FILE]`.

0 is this package, with the text of its report if FILE is given; every other number of facts is a
valid package made of copies of the example, with a text of its own. Whole processes are run in
pairs, because a shared machine drifts; a ratio below 1 is quicker than frictionless.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
import statistics
import subprocess
import sys
import tempfile
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import harness
from factbook import spelling
from factbook.package import DESCRIPTOR, Folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What every copy of the facts has of its own; it shares the other entities of the example.
COPIED = ("centre", "outlook", "town")
# In the copy that serves as a model: its number and its name, ids of facts, starts and ends.
NUMBER, NAME = "777777", "qqqqqq"
# A process of its own, because the peak of a command counts that of the one that starts it.
LAUNCH = """
import os, sys, time
begin, pid = time.perf_counter(), os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(pid, 0)
took, cpu = time.perf_counter() - begin, usage.ru_utime + usage.ru_stime
print(status, took, cpu, usage.ru_maxrss / 1024, file=sys.stderr)
"""
MARKED = re.compile(f"({NUMBER}|{NAME}|f9000[0-9]{{3}}|9[12]00[0-9]{{4}})")


Run = tuple[float, float, float]  # Seconds by the clock, of the processor, peak memory in MB.


def measured(command: Sequence[str]) -> Run:
    """Run a command to its end and return what it took; raises RuntimeError if it finds issues."""
    launched = [sys.executable, "-I", "-S", "-c", LAUNCH, *command]
    done = subprocess.run(launched, capture_output=True, text=True, check=False)
    status, wall, cpu, peak = map(float, done.stderr.split("\n")[-2].split())
    if status:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    return wall, cpu, peak


def model() -> dict[str, bytes]:
    """Return the example with one copy of its facts, in which everything that varies is marked."""
    content = harness.example()
    edits: dict[str, dict[str, Any]] = {"facts": {}, "entities": {}}
    header, _, *facts = harness.rows(content["data/facts.csv"])
    for place, row in enumerate(facts, 2):
        cells, key = dict(zip(header, row, strict=True)), f"f9000{place:03}"
        things = [name for name in ("subject_id", "object_id") if cells[name] in COPIED]
        edits["facts"][key] = {name: f"{cells[name]}-{NUMBER}" for name in things}
        edits["facts"][key] |= {
            "like": row[0],
            "start": f"9100{place:04}",
            "end": f"9200{place:04}",
        }
        edits["facts"][key] |= {"statement": f"{cells['statement'][:-1]} in copy {NAME}."}
    for key, _, english, chinese, *_, description, _ in harness.rows(content["data/entities.csv"]):
        if key in COPIED:
            edits["entities"][f"{key}-{NUMBER}"] = {
                "like": key,
                "label_en": f"{english} {NUMBER}",
                "label_zh": f"{chinese}{NUMBER}",
                "short_name": "",
                "description": f"{description[:-1]}, copy {NUMBER}.",
            }
    edited = harness.refreshed(harness.edited(content, edits))
    del edited["README.md"]  # Its counts are those of the example.
    return {name: data for name, data in edited.items() if isinstance(data, bytes)}


class Copies:
    """What is written in the copies of the facts for each mark of the model."""

    def __init__(self, rows: int, content: dict[str, bytes]) -> None:
        """Take the number of facts that are wanted, and the model."""
        header, _, *facts = harness.rows(content["data/facts.csv"])
        start, end = header.index("start"), header.index("end")
        self.places = [(int(row[start]), int(row[end])) for row in facts if row[0] < "f9"]
        self.number = max(0, math.ceil((rows - 1) / len(self.places)) - 1)
        self.last = f"f{1 + len(self.places) * (self.number + 1):04}"
        self.text = harness.text()[self.places[0][0] :]

    def values(self) -> Iterator[dict[str, str]]:
        for copy in range(1, self.number + 1):
            shift, first = copy * len(self.text), copy * len(self.places)
            found = {NUMBER: str(copy), NAME: "".join("abcdefghij"[int(d)] for d in str(copy))}
            for n, (start, end) in enumerate(self.places, 2):
                found[f"f9000{n:03}"] = f"f{first + n:04}"
                found[f"9100{n:04}"], found[f"9200{n:04}"] = str(start + shift), str(end + shift)
            yield found

    def of(self, text: str) -> Iterator[str]:
        """Yield a text of the model as it reads in every copy."""
        parts = MARKED.split(text)
        marks = list(enumerate(parts))[1::2]
        for values in self.values():
            for place, mark in marks:
                parts[place] = values[mark]
            yield "".join(parts)


def make_package(folder: Path, rows: int) -> tuple[Path, Path]:
    """Write a valid package of at least `rows` facts; return it and the text of its report."""
    copies = Copies(rows, content := model())
    article, root = folder / "article.txt", harness.write(content, folder / "package")
    article.write_text(harness.text() + copies.text * copies.number, encoding="utf-8")
    marks = {
        "facts.csv": ("f9000002", r"\Z"),
        "facts.json": (r',\n *{"fact_id":"f9000002', r"\n *]"),
    }
    for name, (begin, end) in marks.items():
        block = re.compile(f"({begin}.*?)(?={end})", re.DOTALL)
        before, copied, after = block.split(content[f"data/{name}"].decode(), maxsplit=1)
        with (root / "data" / name).open("w", encoding="utf-8", newline="") as file:
            file.writelines(chain([before], copies.of(copied), [after]))
    head, *rest = content["data/entities.csv"].decode().splitlines(keepends=True)
    lines = chain.from_iterable(copies.of(line) if NUMBER in line else [line] for line in rest)
    ordered = sorted(lines, key=lambda line: spelling.row_key(line.partition(",")[0]))
    (root / "data/entities.csv").write_text(head + "".join(ordered), encoding="utf-8")
    digest, length = hashlib.sha256(article.read_bytes()).hexdigest(), article.stat().st_size
    for name, pattern, new in (
        ("CHANGELOG.md", "f0001-f.*[.]", f"f0001-{copies.last}."),
        ("data/sources.csv", "[0-9a-f]{64},[0-9]+", f"{digest},{length}"),
    ):
        (root / name).write_text(re.sub(pattern, new, content[name].decode()), encoding="utf-8")
    value = json.loads(content[DESCRIPTOR])
    for entry in value["resources"]:
        size, digest = Folder(root).digest(entry["path"])
        entry |= {"bytes": size, "hash": f"sha256:{digest}"}
    (root / DESCRIPTOR).write_text(spelling.json_text(value), encoding="utf-8")
    return root, article


def compare(root: Path, article: Path | None, *, times: int) -> Iterator[str]:
    """Yield the table of a package: medians, and ratios to frictionless, pair by pair."""
    yield f"{'':24}{'wall s':>9}{'cpu s':>9}{'peak MB':>9}{'ratio':>8}"
    ours = [sys.executable, str(harness.ROOT / "scripts" / "validate.py"), str(root), "--strict"]
    yardstick = [sys.executable, "-m", "frictionless", "validate", str(root / DESCRIPTOR)]
    others: list[Run] = []
    for name, more in {"ours": [], "ours, with the text": ["--article", str(article)]}.items():
        if not more or article:
            measured([*ours, *more])  # Once uncounted: compiled modules, files in memory.
            pairs = [(measured(yardstick), measured([*ours, *more])) for _ in range(times)]
            ratios = sorted(own[0] / other[0] for other, own in pairs)
            middle, spread = statistics.median(ratios), f"{ratios[0]:.3f}-{ratios[-1]:.3f}"
            yield f"{_line(name, [own for _, own in pairs])}{middle:8.3f}{spread:>15}"
            others += [other for other, _ in pairs]
    yield _line("frictionless", others)


def _line(name: str, runs: list[Run]) -> str:
    wall, cpu, peak = (statistics.median(values) for values in zip(*runs, strict=True))
    return f"{name:24}{wall:9.3f}{cpu:9.3f}{peak:9.1f}"


def main() -> int:
    """Measure the packages that the command line names by their number of facts."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("rows", nargs="*", type=int, default=[0, 100_000], metavar="ROWS")
    parser.add_argument("--article", type=Path, metavar="FILE")
    options = parser.parse_args()
    for rows in options.rows:
        times = (3 if rows < 1_000_000 else 1) if rows else 15
        print(f"{rows:,} facts, {times} pairs")
        with tempfile.TemporaryDirectory() as folder:
            made = make_package(Path(folder), rows) if rows else (harness.ROOT, options.article)
            for line in compare(*made, times=times):
                print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
