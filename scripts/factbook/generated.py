"""Tables → data/facts.json: every fact with its observations, one a line, and what is derived."""

import json
from collections.abc import Iterator
from decimal import Context, Decimal
from json.encoder import encode_basestring
from typing import Any

from factbook.derived import derived
from factbook.engine import Engine
from factbook.spelling import decimal_text

NEEDS = {"facts", "sources", "entities", "predicates", "units", "observations"}
_HEAD = '{\n  "$schema": "../schemas/facts.schema.json",\n  "facts": ['
_MIDDLE = '\n  ],\n  "derived": ['
_TAIL = "\n  ]\n}\n"
_BATCH = 1000
_SHOWN = {
    "entities": ("entity_id", "type", "label_en", "label_zh"),
    "predicates": ("predicate_id", "kind", "label_en", "label_zh"),
    "units": ("unit_id", "symbol", "label_en", "label_zh"),
    "sources": ("source_id", "kind", "title", "publisher", "published", "url"),
}
# 15 digits of a value times 19 of a factor: the product is exact.
_EXACT = Context(prec=60)
# What other sources come to for every fact: the one place that says which facts can be checked,
# namely those that still hold, are no opinion (no page can confirm what somebody judges or expects)
# and are not about a document (nobody else can be asked about the report itself). A page of the
# newsroom whose wording the report repeats confirms nothing, but may contradict it.
_JUDGED = """
SELECT {}, CASE
  WHEN f.status <> 'current' OR f.modality = 'opinion' OR e.type = 'document' THEN 'not-checkable'
  WHEN o.contradicting > 0 THEN 'contradicted'
  WHEN o.refining > 0 THEN 'refined'
  WHEN o.confirming > 0 THEN 'confirmed'
  WHEN o.bearing > 0 THEN 'upstream-only'
  ELSE 'not-corroborated' END AS corroboration
FROM facts f
JOIN entities e ON e.entity_id = f.subject_id
LEFT JOIN (
  SELECT o.fact_id,
    sum(CASE WHEN o.verdict = 'contradicts' THEN 1 ELSE 0 END) AS contradicting,
    sum(CASE WHEN o.verdict = 'refines' AND s.kind = 'page' THEN 1 ELSE 0 END) AS refining,
    sum(CASE WHEN o.verdict = 'confirms' AND s.kind = 'page' THEN 1 ELSE 0 END) AS confirming,
    sum(CASE WHEN o.verdict <> 'context' THEN 1 ELSE 0 END) AS bearing
  FROM observations o
  JOIN sources s ON s.source_id = o.source_id
  WHERE o.fact_id IS NOT NULL
  GROUP BY o.fact_id
) o ON o.fact_id = f.fact_id"""
CORROBORATION = _JUDGED.format("f.fact_id")


def facts_json(engine: Engine) -> Iterator[bytes]:
    """Yield data/facts.json in pieces: every fact with its observations, and what is derived.

    The tables named in NEEDS must be loaded and free of errors.
    """
    lead, lines = _HEAD, []
    for line in _facts(engine):
        lines.append(line)
        if len(lines) == _BATCH:
            yield (lead + "\n    " + ",\n    ".join(lines)).encode()
            lead, lines = ",", []
    if lines:
        yield (lead + "\n    " + ",\n    ".join(lines)).encode()
        lead = ""
    more = ",".join(f"\n    {_json(entry)}" for entry in derived(engine, _records))
    yield ((lead if lead == _HEAD else "") + _MIDDLE + more + _TAIL).encode()


def coverage(engine: Engine) -> dict[str, int]:
    """Return the number of facts by what the observations come to."""
    query = f"SELECT corroboration, count(*) FROM ({CORROBORATION}) c GROUP BY 1 ORDER BY 1"
    return dict(engine.query(query))


def base_values(engine: Engine) -> list[tuple[str, str, str]]:
    """Return (value, unit, value in the base unit) of every figure, exactly."""
    rows = engine.query(
        "SELECT DISTINCT f.value, f.unit_id, u.factor FROM (SELECT value, unit_id FROM facts "
        "UNION SELECT value, unit_id FROM observations) f "
        "JOIN units u ON u.unit_id = f.unit_id WHERE f.value IS NOT NULL"
    )
    return [(value, unit, _in_base(value, factor)) for value, unit, factor in rows]


def _in_base(value: str, factor: str) -> str:
    return decimal_text(_EXACT.multiply(Decimal(value), Decimal(factor)))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _text(value: str | None) -> str:
    return "null" if value is None else encode_basestring(value)


def _records(engine: Engine) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the rows of the small tables as facts and observations show them, by key."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for table, columns in _SHOWN.items():
        rows = engine.query(f"SELECT {', '.join(columns)} FROM {table}")
        found[table] = {row[0]: dict(zip(columns, row, strict=True)) for row in rows}
    return found


class _Labels:
    """The small tables as JSON, by key: what every fact and observation shows of them."""

    def __init__(self, engine: Engine) -> None:
        made = {
            table: {key: _json(record) for key, record in records.items()}
            for table, records in _records(engine).items()
        }
        self.entities, self.predicates = made["entities"], made["predicates"]
        self.units, self.sources = made["units"], made["sources"]
        rows = engine.query("SELECT unit_id, base_unit_id, factor FROM units")
        self.factors = {unit: (base, factor) for unit, base, factor in rows}
        self.figures: dict[tuple[str, str], str] = {}

    def about(self, subject: str, predicate: str, object_id: str | None, text: str | None) -> str:
        """Return the triple of a fact or observation as members of a JSON object."""
        thing = self.entities[object_id] if object_id else "null"
        return (
            f'"subject":{self.entities[subject]},"predicate":{self.predicates[predicate]},'
            f'"object":{thing},"text":{_text(text)}'
        )

    def quantity(self, comparator: str, value: str | None, unit: str | None, printed: str) -> str:
        """Return a figure as JSON, null if there is none, or no unit, which is an error."""
        if value is None or unit is None:
            return "null"
        known = self.figures.get((value, unit))
        if known is None:
            base, factor = self.factors[unit]
            known = f'"base_value":"{_in_base(value, factor)}","base_unit":{self.units[base]}}}'
            self.figures[value, unit] = known
        return (
            f'{{"comparator":{_text(comparator)},"value":"{value}","unit":{self.units[unit]},'
            f'"printed":{_text(printed)},{known}'
        )


def _observations(engine: Engine, labels: _Labels) -> dict[str, str]:
    """Return the observations beside every fact that has some, as JSON without brackets."""
    found: dict[str, str] = {}
    query = (
        "SELECT fact_id, observation_id, verdict, subject_id, predicate_id, object_id, "
        "object_text, comparator, value, unit_id, printed, as_of, source_id, note "
        "FROM observations WHERE fact_id IS NOT NULL ORDER BY row_no"
    )
    for fact, key, verdict, *rest in engine.stream(query):
        about, figure, (as_of, source, note) = rest[:4], rest[4:8], rest[8:]
        line = (
            f'{{"observation_id":"{key}","verdict":"{verdict}",{labels.about(*about)},'
            f'"quantity":{labels.quantity(*figure)},"as_of":{_text(as_of)},'
            f'"source":{labels.sources[source]},"note":{_text(note)}}}'
        )
        found[fact] = f"{found[fact]},{line}" if fact in found else line
    return found


def _facts(engine: Engine) -> Iterator[str]:
    """Yield every fact as JSON, in the order of the table."""
    labels = _Labels(engine)
    observed = _observations(engine, labels)
    urls = {key: _text(url) for key, url in engine.query("SELECT source_id, url FROM sources")}
    columns = (
        "f.fact_id, f.statement, f.subject_id, f.predicate_id, f.object_id, f.object_text, "
        "f.comparator, f.value, f.unit_id, f.printed, f.modality, f.asserted_by, f.source_id, "
        "f.start, f.end, f.span_sha256, f.since, f.status, f.replaced_by, f.note"
    )
    query = f"{_JUDGED.format(columns)} ORDER BY f.row_no"
    for key, statement, *rest in engine.stream(query):
        about, figure = rest[:4], rest[4:8]
        modality, speaker, source, start, end, digest, *life = rest[8:]
        since, status, successor, note, word = life
        yield (
            f'{{"fact_id":"{key}","statement":{_text(statement)},{labels.about(*about)},'
            f'"quantity":{labels.quantity(*figure)},"modality":"{modality}",'
            f'"asserted_by":{labels.entities[speaker]},"evidence":{{"source_id":"{source}",'
            f'"url":{urls[source]},"start":{start},"end":{end},"sha256":"{digest}"}},'
            f'"since":"{since}","status":"{status}","replaced_by":{_text(successor)},'
            f'"note":{_text(note)},"corroboration":"{word}",'
            f'"observations":[{observed.get(key, "")}]}}'
        )
