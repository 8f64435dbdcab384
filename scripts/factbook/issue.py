"""A rule is a promise the data makes; an issue is a place where the promise is broken."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Issue:
    """One finding.

    code: the rule that was broken, as family/fault.
    resource: name of the resource, or path of a file that is no resource.
    row: row number as a spreadsheet shows it (the header is 1), or None.
    record: primary key of the row, or "".
    field: name of the field, pointer into a JSON document, or "".
    message: one sentence that says what is there. hint: one action that mends it.
    """

    code: str
    resource: str
    row: int | None
    record: str
    field: str
    message: str
    hint: str

    def order(self) -> tuple[str, int, str, str, str]:
        """Sort key: resource, row, field, code, message."""
        return (self.resource, self.row or 0, self.field, self.code, self.message)


@dataclass(frozen=True)
class Rule:
    """A promise with its code (family/fault) and the hint that mends a breach."""

    code: str
    promise: str
    hint: str

    def issue(
        self,
        resource: str,
        message: str,
        *,
        row: int | None = None,
        record: str = "",
        field: str = "",
    ) -> Issue:
        """Return the Issue that says where this rule is broken."""
        return Issue(self.code, resource, row, record, field, message, self.hint)


def declare(family: str, faults: dict[str, tuple[str, str]]) -> dict[str, Rule]:
    """Return the rules of a family by fault; faults maps fault to (promise, hint)."""
    return {
        fault: Rule(f"{family}/{fault}", promise, hint) for fault, (promise, hint) in faults.items()
    }


def shown(value: object, limit: int = 60) -> str:
    """Return a value as a message shows it: quoted, invisible characters escaped, cut at limit."""
    text = str(value)
    text = "".join(c if c.isprintable() else f"\\u{{{ord(c):x}}}" for c in text)
    return f"“{text if len(text) <= limit else text[: limit - 1] + '…'}”"
