"""Make the slips that people make and count those seen: `nox -s faults -- --article FILE`.

A slip changes cells of one record of the real data to what is plausible there, too; what was
misread is wrong in every cell and in the statement. What format.py writes is refreshed, so that no
checksum tells. Exit status 1 if too few are seen, or if the README gives other shares.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import defaultdict
from decimal import Decimal
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

import real
from factbook import evidence, spelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PER_KIND, PROMISED = 14, 0.8
SHARES = "Of {} plausible slips, errors alone see {:.0%}, errors and warnings {:.0%}."
COMPARATORS = {"approx", "eq", "ge", "gt", "le", "lt"}
SPEAKERS = {"liu-liehong", "national-data-bureau", "report"}
VERDICTS = {"confirms", "context", "contradicts", "refines"}
NUMBER = re.compile("[1-9][0-9,]*([.][0-9]*[1-9])?")
WORD = re.compile("(more than|over|exceed(ed|ing)?|surpass|nearly|approximately) ")
REFERENCES = (  # the kind and its cell, the table named, what the slip has in common
    ("subject", "entities", ("type",)),
    ("object", "entities", ("type",)),
    ("unit", "units", ("dimension",)),
    ("predicate", "predicates", ("kind", "object_kind", "dimension")),
)


class Slip(NamedTuple):
    """What somebody wrote into cells of one record by mistake."""

    kind: str
    table: str
    record: str
    cells: dict[str, str]


def pick(options: Iterable[str], *salt: str) -> str:
    """Return one of the options, the same on every run; "" if there is none."""
    return random.Random(" ".join(salt)).choice(sorted(options) or [""])


def references() -> Iterator[Slip]:
    for kind, table, alike in REFERENCES:
        field, there = f"{kind}_id", real.rows(table, "label_en")
        for where, key, row in real.claims(field):
            mine = {name: there[row[field]][name] for name in alike}
            others = {k for k, r in there.items() if r | mine == r} - {row[field]}
            if other := pick(others, kind, key):
                yield Slip(kind, where, key, {field: other})
    for key, row in real.rows("facts", "asserted_by").items():
        other = pick(SPEAKERS - {row["asserted_by"]}, key)
        yield Slip("speaker", "facts", key, {"asserted_by": other})


def codes() -> Iterator[Slip]:
    predicates = real.rows("predicates", "modalities")
    for key, row in real.rows("facts", "modality").items():
        allowed = predicates[row["predicate_id"]]["modalities"].split()
        if other := pick({*allowed} - {row["modality"]}, key):
            yield Slip("modality", "facts", key, {"modality": other})
    for key, row in real.rows("observations", "fact_id").items():
        for other in sorted(VERDICTS - {row["verdict"]}):
            yield Slip("verdict", "observations", key, {"verdict": other})
    for where, key, row in real.claims("comparator"):
        other = pick(COMPARATORS - {row["comparator"]}, key)
        yield Slip("comparator", where, key, {"comparator": other})
        field = "statement" if where == "facts" else "printed"
        if word := WORD.search(row[field]):  # Misread: as its contrary, or overlooked.
            code, other = ("lt", "less than ") if where == "facts" else ("eq", "")
            said = row[field].replace(word[0], other)
            yield Slip("comparator", where, key, {"comparator": code, field: said})


def dates() -> Iterator[Slip]:
    observed = real.rows("observations", "as_of")
    for key, row in observed.items():
        yield Slip("date", "observations", key, {"as_of": shifted(row["as_of"])})
    for (key, row), (_, after) in pairwise(observed.items()):
        if after["as_of"] != row["as_of"]:
            yield Slip("date", "observations", key, {"as_of": after["as_of"]})
    for key, row in real.rows("sources", "published").items():
        yield Slip("date", "sources", key, {"published": shifted(row["published"])})
    for key, row in real.rows("facts", "object_text").items():
        if re.fullmatch("[0-9]{4}(-[0-9]{2}){1,2}", old := row["object_text"]):
            said = row["statement"].replace(old, shifted(old))
            yield Slip("date", "facts", key, {"object_text": shifted(old), "statement": said})


def shifted(day: str) -> str:
    """Return a date with a year, month or day that is one more or one less."""
    parts = [int(part) for part in day.split("-")]
    place, step = random.Random(day).choice([(n, s) for n in range(len(parts)) for s in (1, -1)])
    parts[place] += step if 0 < parts[place] + step <= (9999, 12, 28)[place] else -step
    return "-".join(f"{part:02}" for part in parts)


def values() -> Iterator[Slip]:
    for where, key, row in real.claims("value"):
        yield Slip("value", where, key, {"value": mistyped(row["value"])})
        if digits := re.search("[0-9][0-9.,]*[0-9]", row["printed"]):
            new = mistyped(digits[0])
            old, read = (Decimal(number.replace(",", "")) for number in (digits[0], new))
            cells = {"value": spelling.decimal_text(Decimal(row["value"]) / old * read)}
            cells |= {
                n: row[n].replace(digits[0], new) for n in {"printed", "statement"} & set(row)
            }
            yield Slip("value", where, key, cells)
    for (where, key, row), (_, _, after) in pairwise(real.claims("value")):
        if where == "observations" and after["value"] != row["value"]:
            yield Slip("value", where, key, {"value": after["value"], "printed": after["printed"]})


def mistyped(digits: str) -> str:
    """Return a number with one digit more by one, or with two signs swapped."""
    found = set()
    for n, sign in enumerate(digits):
        more = str((int(sign) + 1) % 10) if sign.isdigit() else sign
        found.add(digits[:n] + more + digits[n + 1 :])
        found.add(digits[:n] + digits[n + 1 : n + 2] + sign + digits[n + 2 :])
    return pick({new for new in found if NUMBER.fullmatch(new)} - {digits}, digits)


def main() -> int:
    """Print the shares; exit status 1 if they are too low or not those of the README."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    evidence.add_option(parser)
    texts = tuple(evidence.read_article(path) for path in parser.parse_args().article)
    kinds: defaultdict[str, list[Slip]] = defaultdict(list)
    for slip in chain(references(), codes(), dates(), values()):
        kinds[slip.kind].append(slip)
    levels: dict[str, list[str]] = {}
    for kind, slips in kinds.items():
        random.Random(kind).shuffle(slips)
        levels[kind] = [real.level({s.table: {s.record: s.cells}}, texts) for s in slips[:PER_KIND]]
        for slip in (s for s, level in zip(slips, levels[kind], strict=False) if not level):
            print(f"not seen: {kind} of {slip.record}, {slip.cells}")
    levels["all"] = [*chain(*levels.values())]
    print(f"\n{'':12}{'slips':>6}{'errors':>8}{'errors and warnings':>21}")
    for kind, found in levels.items():
        shares = (found.count("error") / len(found), 1 - found.count("") / len(found))
        print(f"{kind:12}{len(found):6}{shares[0]:8.0%}{shares[1]:21.0%}")
    print(said := SHARES.format(len(found), *shares).replace("%", " %"))
    readme = real.package()["README.md"].decode().split()
    return int(bool(texts) and (said not in " ".join(readme) or shares[1] < PROMISED))


if __name__ == "__main__":
    raise SystemExit(main())
