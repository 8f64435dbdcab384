"""Finds the project's rules, one SQL file each, and runs them.

rules/<family>/<fault>.sql is the rule family/fault. Its first comment is the promise, the line
`-- hint:` the repair; then comes one SELECT of the rows that break the promise, with the columns
resource, row_no, record, field and message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from factbook import engine
from factbook.expected import expected
from factbook.issue import Issue, Rule
from factbook.table import fetched
from factbook.tables import MADE

FOLDER = Path(__file__).with_name("rules")
# Words that call for a comparator or a modality, from the vocabulary.
CUES = ("cues", "modality_cues")
# Of the faults that tests/faults.py makes in what carries meaning, with all that is generated
# refreshed over them and the text at hand, at least so many per cent are seen in every column.
FAULTS_SEEN = 97
TEXT_TABLES = {"texts", "paragraphs", "sentences", "evidence", "gaps"}
COLUMNS = ("resource", "row_no", "record", "field", "message")
NEEDS_TEXT = "needs the article's text (--article FILE)"
CRASHED = Rule(
    "rules/crashed",
    "Every rule can be run.",
    "Mend the SQL of the rule, or report this as a fault of the validator.",
)


@dataclass(frozen=True)
class SqlRule:
    """A rule with its query and the tables the query reads."""

    rule: Rule
    query: str
    reads: frozenset[str]

    @property
    def of_the_text(self) -> bool:
        """Whether the rule needs the text of the report."""
        return bool(self.reads & TEXT_TABLES)


def parse(code: str, text: str) -> SqlRule:
    """Return the rule of an SQL file; raises ValueError if promise or hint is missing."""
    comments = [line[2:].strip() for line in text.split("\n") if line.startswith("--")]
    hints = [line[5:].strip() for line in comments if line.startswith("hint:")]
    promise = " ".join(line for line in comments if not line.startswith("hint:"))
    query = "\n".join(line for line in text.split("\n") if not line.startswith("--")).strip()
    if not promise or len(hints) != 1:
        message = f"{code} needs a promise and one hint in its comments"
        raise ValueError(message)
    named = re.findall(r"\b(?:FROM|JOIN)\s+(?:current_|raw_)?([a-z_]+)", query)
    reads = frozenset(named).union(*(MADE[name][0] for name in named if name in MADE))
    return SqlRule(Rule(code, promise, hints[0]), query, reads)


@cache
def rules() -> tuple[SqlRule, ...]:
    """Return every rule in the folder, by code."""
    return tuple(
        parse(f"{path.parent.name}/{path.stem}", path.read_text(encoding="utf-8"))
        for path in sorted(FOLDER.glob("*/*.sql"))
    )


def waits_for(rule: SqlRule, available: set[str], *, text: bool) -> str:
    """Return why a rule cannot run yet, or "": it lacks the text, or its tables have issues."""
    tables = {name for name, resource in expected().items() if resource.tabular}
    missing = rule.reads & (TEXT_TABLES | set(CUES) | tables) - available
    made_from = {"sources", "facts"} - available
    if missing & TEXT_TABLES and (not made_from or not text):
        return NEEDS_TEXT
    names = {"vocabulary" if name in CUES else name for name in missing - TEXT_TABLES}
    names |= made_from if missing & TEXT_TABLES else set()
    return f"waits for issues in {', '.join(sorted(names))}" if names else ""


def run(con: engine.Connection, rule: SqlRule) -> list[Issue]:
    """Return the issues a rule finds; a crash is an issue of its own."""
    try:
        rows, more = fetched(con, rule.query)
        columns = tuple(column[0] for column in con.description or ())
        if columns != COLUMNS and not more:
            message = f"its columns are {', '.join(columns)}, expected {', '.join(COLUMNS)}"
            raise ValueError(message)  # noqa: TRY301
        if not all(row[4] for row in rows):
            raise ValueError("a message is missing")  # noqa: EM101, TRY003, TRY301
    except (engine.Error, ValueError) as error:
        message = f"{rule.rule.code} could not run: {str(error).splitlines()[0]}."
        return [CRASHED.issue("rules", message)]
    issues = [
        rule.rule.issue(resource, message, row=row, record=record or "", field=field or "")
        for resource, row, record, field, message in rows
    ]
    return [*issues, rule.rule.rest(issues[-1].resource, more)] if more else issues
