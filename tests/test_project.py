"""What the project promises about itself: its size, its documents, its locks, its workflows."""

from __future__ import annotations

import ast
import json
import re
import shlex
import subprocess
import sys
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import harness
import real
import validate
from factbook import report, schemas, validation
from factbook.descriptor import RELEASE
from factbook.exports import FORMATS
from factbook.package import DESCRIPTOR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOT = harness.ROOT
SCRIPTS = ROOT / "scripts"
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
# The last, the lines of Python in scripts/, may only fall.
LEVELS, MODULE, FUNCTION, ALL = 6, 270, 40, 4944
LOCKS = {"run": "requirements.txt"} | {
    group: f"requirements/{group}.txt" for group in ("build", "clients", "dev", "page")
}
LOCKED_BYTES = 330_000
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TABULAR = [resource for resource in schemas.own_resources().values() if resource.tabular]


def load(name: str) -> Any:
    return json.loads((ROOT / name).read_text(encoding="utf-8"))


@cache
def modules() -> dict[str, Path]:
    """Return the modules of scripts/ by their dotted name."""
    found = {}
    for path in sorted(SCRIPTS.rglob("*.py")):
        name = ".".join(path.relative_to(SCRIPTS).with_suffix("").parts)
        found[name.removesuffix(".__init__")] = path
    return found


@cache
def imports(name: str) -> set[str]:
    """Return the modules of ours that a module imports, for types only included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(modules()[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} has a relative import"
            parts = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= parts & modules().keys() or {str(node.module)}
    return found & modules().keys() - {name}


def level(name: str, above: tuple[str, ...] = ()) -> int:
    """Return the length of the longest chain of imports below a module, itself included."""
    assert name not in above, f"imports go in a circle: {' → '.join((*above, name))}"
    return 1 + max((level(below, (*above, name)) for below in imports(name)), default=0)


def test_imports_have_few_levels_and_no_circle() -> None:
    assert {name: n for name in modules() if (n := level(name)) > LEVELS} == {}


def test_commands_are_at_the_top() -> None:
    commands = {name for name in modules() if not name.startswith("factbook")}
    assert commands == {"build", "diff", "format", "validate"}
    assert [name for name in modules() if imports(name) & commands] == []


def lines() -> dict[str, int]:
    """Return the number of lines of every module."""
    return {n: len(p.read_text(encoding="utf-8").splitlines()) for n, p in modules().items()}


def test_modules_are_short() -> None:
    assert {name: count for name, count in lines().items() if count > MODULE} == {}


def test_all_code_is_short() -> None:
    assert sum(lines().values()) <= ALL


def test_functions_are_short() -> None:
    long: dict[str, int] = {}
    for name, path in modules().items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                count = (node.end_lineno or 0) - node.lineno + 1
                long |= {f"{name}.{node.name}": count} if count > FUNCTION else {}
    assert long == {}


@cache
def tree() -> list[str]:
    """Return the names in the root, without those that git ignores."""
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    names = {path.name + "/" * path.is_dir() for path in ROOT.iterdir()}
    return sorted(names - set(ignored) - {".git/", ".git"})


def test_the_tree_is_that_of_the_readme() -> None:
    start = README.index("## Where things are")
    shown = re.findall(r"^\| `([\w/]+/)` \|", README[start:], re.MULTILINE)
    assert sorted(shown) == [name for name in tree() if name.endswith("/") and name[0] != "."]
    plain = {"CHANGELOG.md", "CITATION.cff", "LICENSE", "README.md", "requirements.txt"}
    plain |= {DESCRIPTOR, "noxfile.py", "pyproject.toml"}
    assert {name for name in tree() if not name.endswith("/") and name[0] != "."} == plain


def texts() -> Iterator[tuple[str, str]]:
    """Yield (path, text) of every file of the project that is text."""
    for name in tree():
        paths = [ROOT / name] if (ROOT / name).is_file() else sorted((ROOT / name).rglob("*"))
        for path in paths:
            if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc":
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def test_no_path_of_a_machine() -> None:
    own = re.compile(r"(?<![\w.<>/-])/(root|tmp|work|Users)/[\w.-]+/")
    found = {name: match[0] for name, text in texts() if (match := own.search(text))}
    assert found == {}


def sessions() -> set[str]:
    """Return the names of the sessions of nox."""
    command = [sys.executable, "-m", "nox", "--list"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(re.findall(r"^[*-] (\w+)", done.stdout, re.MULTILINE))


def test_commands_in_documents_are_nox_sessions_and_scripts() -> None:
    names = sessions()
    run = [path.read_text(encoding="utf-8") for path in (*WORKFLOWS, ROOT / ".ci" / "run")]
    for text in (README, CONTRIBUTING, *run):
        for line in re.findall(r"\bnox\b.* -s ((?:[a-z]+ ?)+)", text):
            assert set(line.split()[:1]) <= names, line
        for script in re.findall(r"((?:scripts|tests)/[\w/]+\.py)", text):
            assert (ROOT / script).is_file(), script
        for path in re.findall(r"[\w./-]*/([\w-]+\.(?:sh|yml))\b", text):
            assert list((ROOT / ".github").rglob(path)), path
        for command in re.findall(r"^python scripts/validate\.py(.*)$", text, re.MULTILINE):
            validate.arguments().parse_args(shlex.split(command))


def test_the_two_commands_of_the_readme() -> None:
    """CI takes these lines from the README and runs them."""
    start = "python3 -m venv .venv && .venv/bin/pip install -q 'nox[uv]' && .venv/bin/nox"
    found = [line for line in README.splitlines() if ".venv/bin/nox" in line]
    assert found == [f"{start} -s build", f"{start} -s tests"]


def test_documents_are_short() -> None:
    assert len(README.splitlines()) <= 216
    assert len(CONTRIBUTING.splitlines()) <= 150


@pytest.mark.parametrize("name", ["README.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md"])
def test_links_lead_somewhere(name: str) -> None:
    path = ROOT / name
    for target in re.findall(r"\]\((?!https?://)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


def test_the_readme_lists_every_resource_and_format() -> None:
    listed = re.findall(r"^\| \[`(data/[\w.]+)`\]", README, re.MULTILINE)
    assert sorted(listed) == sorted(r.path for r in schemas.own_resources().values())
    assert [end for end in FORMATS if f"`….{end}`" not in README] == []


def test_the_facts_in_the_readme_are_those_of_the_data() -> None:
    facts = {fact["fact_id"]: fact for fact in load("data/facts.json")["facts"]}
    quoted = facts["f0057"]
    assert quoted["subject"]["entity_id"] == "china"
    assert quoted["predicate"]["predicate_id"] == "number-of-5g-base-stations"
    assert quoted["asserted_by"]["entity_id"] == "liu-liehong"
    figures = [facts[key]["quantity"] for key in ("f0057", "f0016", "f0017")]
    assert [figure["value"] for figure in figures] == ["3377000", "100", "200"]
    assert figures[0]["unit"]["unit_id"] == "base-station"
    assert (figures[0]["comparator"], figures[0]["printed"]) == ("gt", "3.377 million")
    modalities = [facts[key]["modality"] for key in ("f0057", "f0016", "f0017")]
    assert modalities == ["stated", "stated", "planned"]
    derived = [entry["quantity"]["value"] for entry in load("data/facts.json")["derived"]]
    assert "300" in derived


def test_the_readme_shows_a_real_issue() -> None:
    """Observations of the fact no longer agree either, which the README leaves out."""
    edited = harness.edited(real.package(), {"facts": {"f0057": {"value": "3377"}}})
    found = validation.validate(harness.memory(harness.refreshed(edited)))
    issue = "\n".join(report.as_text(found).splitlines()[:2])
    assert f"```text\n{issue}\n```" in README


def test_the_list_of_rules_is_that_of_the_rules() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert page == report.as_markdown(validation.subjects()) + "\n"


def test_the_citation_is_that_of_the_descriptor() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    value = load(DESCRIPTOR)
    assert citation["title"] == value["title"]
    assert citation["version"] == value["version"]
    assert str(citation["date-released"]) == value["created"][:10]
    assert citation["license"] == value["licenses"][0]["name"]
    assert citation["keywords"] == value["keywords"]


def test_every_heading_of_the_changelog_is_a_release_or_the_list_of_facts() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall("^## .*$", changelog, re.MULTILINE)
    assert headings[-1] == "## Facts by version"
    assert all(RELEASE.fullmatch(heading) for heading in headings[:-1])
    assert not RELEASE.fullmatch(headings[-1])


def test_what_the_page_says_of_this_package_comes_from_data() -> None:
    """No id and no title of this package is in the code; page.toml names ids that exist."""
    words = tomllib.loads((SCRIPTS / "factbook/page/page.toml").read_text(encoding="utf-8"))
    rows = {r.name: harness.rows((ROOT / r.path).read_bytes())[1:] for r in TABULAR}
    keys = {name: {row[0] for row in cells} for name, cells in rows.items()}
    codes = {c["code"] for entry in load("data/vocabulary.json")["lists"] for c in entry["codes"]}
    for chart in words["charts"]:
        assert chart["subject"] in keys["entities"]
        named = {chart.get(key) for key in ("predicate", "targets", "more", "planned")} - {None}
        assert named <= keys["predicates"]
    assert set(words["titles"]) == {load(DESCRIPTOR)["name"]}
    assert set(words["comparators"]) <= codes
    assert set(words["downloads"]) == {*FORMATS, "zip"}
    named = set().union(*(keys[name] for name in ("entities", "predicates", "sources")))
    own = {key for key in named - codes if "-" in key}
    own |= keys["facts"] | keys["observations"] | {load(DESCRIPTOR)["title"]}
    for name, path in modules().items():
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        assert own & {node.value for node in nodes if isinstance(node, ast.Constant)} == set(), name


def asked(group: str) -> list[Requirement]:
    """Return what a dependency group asks for, the groups that it includes among it."""
    found = []
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for entry in groups["dependency-groups"][group]:
        found += asked(entry["include-group"]) if isinstance(entry, dict) else [Requirement(entry)]
    return found


def locked(group: str) -> dict[str, list[tuple[Version, set[str]]]]:
    """Return name → (version, what asks for it) of the packages that a lock pins."""
    text = (ROOT / LOCKS[group]).read_text(encoding="utf-8")
    found: dict[str, list[tuple[Version, set[str]]]] = {}
    for pin in re.split(r"\n(?=\S)", text.rstrip("\n")):
        head, *rest = pin.splitlines()
        name = re.fullmatch(r"([\w.-]+)==(\S+)(?: ;.*)? \\", head)
        assert name, head
        hashes = [line for line in rest if re.match(r"    --hash=sha256:[0-9a-f]{64}", line)]
        comments = [line.strip(" #") for line in rest if line.startswith("    #")]
        assert hashes, head
        assert len(hashes) + len(comments) == len(rest), head
        why = {line.removeprefix("via").strip() for line in comments} - {""}
        found.setdefault(canonicalize_name(name[1]), []).append((Version(name[2]), why))
    return found


@pytest.mark.parametrize("group", LOCKS)
def test_a_lock_pins_what_its_group_asks_for(group: str) -> None:
    pins = locked(group)
    names = {canonicalize_name(requirement.name) for requirement in asked(group)}
    assert names <= pins.keys(), f"{LOCKS[group]} lacks what the group asks for"
    for requirement in asked(group):
        for version, _ in pins[canonicalize_name(requirement.name)]:
            assert requirement.specifier.contains(version), f"{requirement.name} {version}"
    for name, entries in pins.items():
        for _, why in entries:
            direct = {reason for reason in why if reason.startswith("(pyproject.toml:")}
            others = {canonicalize_name(reason) for reason in why - direct}
            assert others <= pins.keys(), f"{name} is asked for by what is not there"
            assert bool(direct) == (name in names), f"{name} is no longer asked for"


def test_every_group_has_a_lock_and_locks_are_small() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(LOCKS) == set(groups["dependency-groups"])
    found = {path.relative_to(ROOT).as_posix() for path in (ROOT / "requirements").iterdir()}
    assert found | {"requirements.txt"} == set(LOCKS.values())
    assert sum((ROOT / path).stat().st_size for path in LOCKS.values()) <= LOCKED_BYTES
    others = " ".join(group for group in LOCKS if group != "run")
    assert "lock run requirements.txt" in CONTRIBUTING
    assert f"for group in {others}; do lock $group requirements/$group.txt; done" in CONTRIBUTING


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_are_pinned_and_have_no_rights_to_spare(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    uses = re.findall(r"uses: (.*)", text)
    assert uses
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+(\.\d+)*", use) for use in uses), uses
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 30
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False
