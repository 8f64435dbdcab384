"""The order of a validation: descriptor → tables → rules → generated files → earlier release."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from factbook import changes, descriptor, evidence, generated, rewrite, rules, tables, words
from factbook.descriptor import Described
from factbook.engine import Engine, Sqlite
from factbook.issue import ERROR, LISTED, WARNING, Issue, Rule, capped, quoted
from factbook.package import DESCRIPTOR, CannotRunError, Package, UnreadableError
from factbook.report import NEEDS_EARLIER, Report, blocked_by
from factbook.rules import RULES, SUBJECTS
from factbook.schemas import own_resources

_OUTDATED = "generated-file-outdated"


def validate(
    package: Package,
    texts: Sequence[str] = (),
    *,
    against: Package | None = None,
    listed: int = LISTED,
) -> Report:
    """Check a package, with the texts of its reports if they are at hand; return the Report.

    against: the release before it, to be compared with. listed: how many findings of a rule in a
    resource are listed before the rest is counted. Raises CannotRunError for texts of no report.
    """
    described = descriptor.check(package)
    engine = Sqlite()
    engine.define(words.functions(described.vocabulary or {"lists": []}))
    loaded = tables.load(engine, package, described.resources)
    issues = [*described.issues, *loaded.issues]
    sound = loaded.names - {i.resource for i in loaded.issues if i.level == ERROR}
    sound |= {"vocabulary"} if described.vocabulary else set()
    _add_documents(engine, described)
    report = Report()
    if described.resources:
        ready = {"sources", "facts", "entities"} <= sound
        has_text = ready and evidence.load(engine, list(texts), _lines(package))
        found, report.ran, report.not_run = rules.run(engine, sound, text=bool(has_text))
        broken = {(issue.resource, issue.row, issue.field) for issue in issues if issue.field}
        issues += [i for i in found if (i.resource, i.row, i.field) not in broken]
        issues += _outdated(package, described, engine, sound, report)
    issues += _against(package, against, report)
    report.paths = {resource.name: resource.path for resource in described.resources}
    report.rows = loaded.rows
    if not generated.NEEDS - sound:
        report.coverage = generated.coverage(engine)
    _complete(report, described, issues)
    if "accepted" in loaded.names:
        kept, unmatched = _accepted(issues, engine, report)
        report.accepted = len(issues) - len(kept)
        issues = [*kept, *unmatched]
    report.issues = capped(issues, listed)
    return report


def unopened(issues: list[Issue]) -> Report:
    """Return the Report of an archive that cannot be opened because of these issues."""
    report = Report(capped(issues))
    report.ran = list(SUBJECTS["archive"])
    report.not_run = dict.fromkeys(RULES.keys() - set(report.ran), blocked_by(["the archive"]))
    return report


def subjects() -> dict[str, list[Rule]]:
    """Return every rule by subject, in the order of the files in rules/."""
    return {name: [RULES[code] for code in codes] for name, codes in SUBJECTS.items()}


def _add_documents(engine: Engine, described: Described) -> None:
    """Add the releases of CHANGELOG.md and the codes and cues of the vocabulary as tables."""
    vocabulary = described.vocabulary or {"lists": []}
    for name, columns, rows in (
        ("releases", "version date", described.releases),
        ("codes", "pointer list code label_en label_zh", descriptor.code_rows(vocabulary)),
        ("cues", "list cue", descriptor.cue_rows(vocabulary)),
    ):
        engine.create(name, dict.fromkeys(columns.split(), "TEXT"), rows)


def _lines(package: Package) -> Iterator[tuple[str, int, str]]:
    """Yield (path, row, line) of the files in which editors write sentences, the tables aside."""
    for name in (DESCRIPTOR, rewrite.CHANGELOG, rewrite.README):
        try:
            text = package.read(name).decode("utf-8", "replace")
        except UnreadableError:
            continue
        yield from ((name, row, line) for row, line in enumerate(text.split("\n"), 1))


def _complete(report: Report, described: Described, issues: list[Issue]) -> None:
    """Add the rules in Python to those that ran; without a descriptor, those that found."""
    found = {issue.code for issue in issues}
    for code in RULES.keys() - report.not_run.keys() - set(report.ran):
        if described.resources or code in found:
            report.ran.append(code)
        else:
            report.not_run[code] = blocked_by(["the descriptor"])


def _outdated(
    package: Package, described: Described, engine: Engine, sound: set[str], report: Report
) -> Iterator[Issue]:
    """Yield the first line of every file with generated parts in which it is out of date."""
    if generated.NEEDS - sound:
        report.not_run[_OUTDATED] = blocked_by(generated.NEEDS - sound)
        return
    nested = own_resources()["facts-nested"]
    if nested in described.resources:
        yield from _compare_nested(package, nested.path, engine)
    if described.descriptor and described.vocabulary:
        documents = described.descriptor, described.vocabulary
        for name, have, want in rewrite.generated_texts(package, *documents, engine):
            if have != want:
                yield _difference(name, 1, have, want)


def _compare_nested(package: Package, path: str, engine: Engine) -> Iterator[Issue]:
    """Yield the first line in which facts.json is not what the tables generate.

    What is as generated from sound tables follows its JSON Schema too: a test holds it to that.
    """
    row = 1
    try:
        with package.open(path) as file:
            for wanted in itertools.chain(generated.facts_json(engine), [b""]):
                found = file.read(len(wanted) or 1)
                if found != wanted:
                    have = (found + file.readline()).decode("utf-8", "replace")
                    yield _difference("facts-nested", row, have, wanted.decode())
                    return
                row += wanted.count(b"\n")
    except UnreadableError:
        return  # The descriptor stage has said so.


def _difference(name: str, first: int, have: str, want: str) -> Issue:
    """Return the issue of the first line that differs; `first` is the row of the first line."""
    pairs = itertools.zip_longest(have.split("\n"), want.split("\n"))
    row, (here, there) = next((r, p) for r, p in enumerate(pairs, first) if p[0] != p[1])
    if here is None:
        message = "The file ends before the last line that is generated."
    elif there is None:
        message = "The file goes on after the last line that is generated."
    else:
        same = next((n for n, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), 0)
        around = slice(max(0, same - 20), same + 40)
        message = f"The line has {quoted(here[around])}, generated is {quoted(there[around])}."
    record = re.search(r'"fact_id":"(f[0-9]+)"', there or here or "")
    key = record[1] if record else ""
    return RULES[_OUTDATED].issue(name, message, row=row, record=key)


def _against(package: Package, against: Package | None, report: Report) -> Iterable[Issue]:
    """Return what a package breaks of what the release before it has promised."""
    codes = SUBJECTS["release"]
    if against is None:
        report.not_run |= dict.fromkeys(codes, NEEDS_EARLIER)
        return []
    try:
        return list(changes.check(changes.compare(against, package)))
    except CannotRunError as error:
        if not str(error).startswith(changes.NAMES[1]):
            raise
        report.not_run |= dict.fromkeys(codes, blocked_by(["the package"]))
        return []


def _accepted(
    issues: list[Issue], engine: Engine, report: Report
) -> tuple[list[Issue], list[Issue]]:
    """Return the issues that are not accepted, and those of entries that accept nothing."""
    query = "SELECT row_no, rule, resource, record, field FROM accepted WHERE rule IS NOT NULL"
    entries: dict[tuple[str, ...], int] = {
        tuple(part or "" for part in place): row for row, *place in engine.query(query)
    }
    matched, kept, wrong = set(), list[Issue](), list[Issue]()
    for issue in issues:
        named = (issue.code, issue.resource, issue.record, issue.field)
        if issue.level == WARNING and named in entries:
            matched.add(named)
        else:
            kept.append(issue)
    for place, row in entries.items():
        rule = RULES.get(place[0])
        code, message = "", f"{quoted(place[0])} is {'an error' if rule else 'no rule'}."
        if rule is None or rule.level == ERROR:
            code = "acceptance-of-error"
        elif place not in matched and place[0] in report.ran:
            code = "acceptance-unmatched"
            message = f"No warning matches {quoted(' '.join(filter(None, place)), 200)}."
        if code:
            found = RULES[code].issue("accepted", message, row=row, record=place[0], field="rule")
            wrong.append(found)
    return kept, wrong
