"""What the project promises about itself: standards, structure, documents."""

from __future__ import annotations

import ast
import json
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import duckdb
import frictionless
import jsonschema
import pytest
import sqlglot
import yaml
from packaging.version import Version

import bench
import harness
import validate
from factbook import (
    constraints,
    descriptor,
    expected,
    hygiene,
    report,
    rules,
    strictness,
    validation,
)
from factbook.article import read_article
from factbook.package import open_package
from factbook.tables import MADE, Tables

if TYPE_CHECKING:
    from pathlib import Path

ROOT = harness.ROOT
README = (ROOT / "README.md").read_text(encoding="utf-8")
TABULAR = [resource for resource in expected.expected().values() if resource.tabular]


def load(name: str) -> Any:
    return json.loads((ROOT / name).read_text(encoding="utf-8"))


def test_frictionless_finds_the_package_valid() -> None:
    found = frictionless.validate(str(ROOT / "datapackage.json"))
    assert found.valid, found.flatten(["title", "message"])


@pytest.mark.parametrize("name", ["facts", "vocabulary"])
def test_jsonschema_agrees_on_the_documents(name: str) -> None:
    schema = load(f"schemas/{name}.schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(load(f"data/{name}.json"), schema)


@pytest.mark.parametrize("resource", TABULAR, ids=lambda resource: resource.name)
def test_examples_satisfy_their_own_constraints(resource: expected.Resource) -> None:
    con = Tables().con
    names = [field["name"] for field in resource.schema["fields"]]
    examples = [str(field["example"]) for field in resource.schema["fields"]]
    columns = ", ".join(f"? AS {constraints.quoted(name)}" for name in names)
    con.execute(f"CREATE TABLE row AS SELECT {columns}", examples)
    checks = [
        *constraints.field_checks(resource.schema),
        *constraints.cell_checks(resource.schema),
    ]
    for check in checks:
        found = con.execute(f"SELECT count(*) FROM row WHERE {check.bad}").fetchone()
        assert found == (0,), (check.field, check.rule.code)


def test_a_suspect_row_is_one_that_a_cell_check_rejects() -> None:
    """The one look at a row sees exactly what the checks of its cells see."""
    cells = [
        "plain",
        "a b",
        "x=1",
        "- 5",
        "-5",
        "5-",
        "N.A.",
        "naa",
        "Nancy",
        "none",
        "None ",
        "nothing",
        "NULL",
        "nullo",
        "n/a",
        "on",
        "once",
        "yes",
        " x",
        "x ",
        "a  b",
        "=x",
        "+x",
        "@x",
        "-x",
        "--",
        "-",
        ".",
        "?",
        "x.",
        "inf",
        "a\nb",
        "true",
        "untrue",
    ]
    schema = {"fields": [{"name": "x"}, {"name": "y"}]}
    checks = " OR ".join(f"({check.bad})" for check in constraints.cell_checks(schema))
    con = duckdb.connect()
    con.execute('CREATE TABLE t ("x" VARCHAR, "y" VARCHAR)')
    con.executemany("INSERT INTO t VALUES (?, ?)", [(a, b) for a in cells for b in cells])
    line, suspect = constraints.joined_row(schema), constraints.literal(hygiene.SUSPECT_ROW)
    query = f"SELECT x, y FROM t WHERE regexp_matches({line}, {suspect}) <> ({checks})"
    assert con.execute(query).fetchall() == []


def test_descriptor_rules_that_speak_of_our_own_schemas() -> None:
    """These fire on a schema that equals the validator's own, so no case can show them."""
    resource = expected.expected()["facts"]
    for damage, missing in (
        ({"title": ""}, "title"),
        ({"constraints": {"required": True}}, "neither pattern nor enum nor maxLength"),
    ):
        schema = json.loads(json.dumps(resource.schema))
        schema["fields"][0] |= damage
        loose = expected.Resource("facts", resource.path, True, "x.json", schema)  # noqa: FBT003
        assert any(missing in text for _, text in strictness.loose_fields(loose))
    assert not list(strictness.loose_fields(resource))
    opened = {"type": "object", "properties": {"a": {"type": "object"}}}
    assert len(list(strictness.loose_objects(opened))) == 2
    assert not list(strictness.loose_objects(load("schemas/facts.schema.json")))
    schema = load("schemas/units.tableschema.json")
    schema["foreignkeys"] = []
    codes = {i.code for i in descriptor.against_profile("tableschema", "x.json", schema)}
    assert codes == {"descriptor/unknown-key"}


@pytest.mark.parametrize("rule", rules.rules(), ids=lambda rule: rule.rule.code)
def test_rules_use_the_sql_that_duckdb_and_spark_share(rule: rules.SqlRule) -> None:
    ours = sqlglot.parse_one(rule.query, read="duckdb")
    theirs = sqlglot.parse_one(rule.query, read="spark")
    # Spark's CAST is lenient, so the parser calls it by the name of DuckDB's TRY_CAST.
    kinds = [
        {type(node) for node in tree.walk()} - {sqlglot.exp.Cast, sqlglot.exp.TryCast}
        for tree in (ours, theirs)
    ]
    assert kinds[0] == kinds[1]
    assert '"' not in rule.query, "Spark quotes names otherwise"
    assert "\\" not in rule.query, "Spark reads a backslash in a text otherwise"


def test_a_rule_that_crashes_is_an_issue_and_the_others_run(
    example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mute = (
        "SELECT 'facts' AS resource, row_no, fact_id AS record, '' AS field, NULL AS message "
        "FROM facts f"
    )
    broken = [
        rules.parse(f"quantity/{name}", f"-- A promise.\n-- hint: Do.\n{query}")
        for name, query in (("broken", "SELECT no FROM facts f"), ("mute", mute))
    ]
    several = (*broken, *rules.rules())
    monkeypatch.setattr(rules, "rules", lambda: several)
    found = validation.validate(open_package(example))
    assert [issue.code for issue in found.issues] == ["rules/crashed"] * 2
    assert "quantity/broken" in found.issues[0].message
    assert found.issues[1].message == "quantity/mute could not run: a message is missing."


def test_imports_run_one_way() -> None:
    """A module imports only modules that stand above it in the map of the package."""
    package = ROOT / "scripts" / "factbook"
    tree = ast.parse((package / "__init__.py").read_text(encoding="utf-8"))
    order = re.findall(r"^    ([\w.]+)  ", ast.get_docstring(tree) or "", re.MULTILINE)
    paths = {
        ".".join(path.relative_to(package).with_suffix("").parts).removesuffix(".__init__"): path
        for path in package.rglob("*.py")
    }
    assert sorted(order) == sorted(paths.keys() - {"__init__"})
    for place, name in enumerate(order):
        module = ast.parse(paths[name].read_text(encoding="utf-8"))
        for node in ast.walk(module):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("factbook"):
                inside = (node.module or "").removeprefix("factbook").removeprefix(".")
                below = [f"{inside}.{alias.name}".strip(".") for alias in node.names]
                names = [n for n in below if n in paths] or [inside]
                assert all(order.index(n) < place for n in names), (name, names)


def test_only_package_opens_files_of_the_data() -> None:
    allowed = {
        "archive.py",
        "article.py",
        "formatting.py",
        "package.py",
        "rules.py",
        "unpacking.py",
    }
    own = {
        "tables.py": "DIALECT",
        "derived.py": "QUERY",
        "nested.py": "QUERY|CORROBORATION",
        "standard.py": "path.read_bytes",
        "contents.py": "HERE",
        "sqlite.py": "HERE",
    }
    for path in (ROOT / "scripts" / "factbook").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        opens = re.findall(r"(\w+)\.(?:read_text|read_bytes|open)\(", text)
        if path.name not in allowed and opens:
            assert path.name in own, f"{path.name} opens {opens}"


def test_readme_commands_are_nox_sessions_and_scripts() -> None:
    assert len(README.splitlines()) < 240
    listed = subprocess.run(
        [sys.executable, "-m", "nox", "--list"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = set(re.findall(r"^[*-] (\w+)", listed.stdout, re.MULTILINE))
    assert set(re.findall(r"nox -s (\w+)", README)) <= names
    line = re.search(r"With nox: ([^.]*)\.", README)
    assert line is not None
    assert set(re.findall(r"`(\w+)`", line[1])) == names
    for script in re.findall(r"scripts/(\w+\.py)", README):
        assert (ROOT / "scripts" / script).is_file()
    for command in re.findall(r"^python scripts/validate\.py(.*)$", README, re.MULTILINE):
        validate.arguments().parse_args(shlex.split(command))


def test_readme_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?://)([^)#]+)", README):
        assert (ROOT / target).exists(), target


def test_readme_figures_are_those_of_the_data() -> None:
    listed = re.findall(r"^\| \[`(data/[\w.]+)`\]", README, re.MULTILINE)
    assert sorted(listed) == sorted(resource.path for resource in expected.expected().values())
    assert f"at least {rules.FAULTS_SEEN} % is seen" in README
    facts = {fact["fact_id"]: fact for fact in load("data/facts.json")["facts"]}
    told = facts["f0057"]
    assert told["subject"]["entity_id"] == "china"
    assert told["predicate"]["predicate_id"] == "number-of-5g-base-stations"
    assert told["quantity"]["comparator"] == "gt"
    assert told["quantity"]["value"] == "3377000"
    assert told["quantity"]["printed"] == "3.377 million"
    assert told["asserted_by"]["entity_id"] == "liu-liehong"
    assert [facts[i]["modality"] for i in ("f0016", "f0017")] == ["stated", "planned"]
    assert [facts[i]["quantity"]["value"] for i in ("f0016", "f0017")] == ["100", "200"]
    assert [facts[i]["corroboration"] for i in ("f0057", "f0017")] == ["confirmed", "contradicted"]
    line = report.coverage_line(validation.validate(open_package(ROOT)))
    assert f"```text\n{line}\n```" in README


def test_readme_shows_a_real_report(tmp_path: Path) -> None:
    root = tmp_path / "copy"
    for name in ("data", "schemas"):
        harness.copy(ROOT / name, root / name)
    for name in ("datapackage.json", "CHANGELOG.md"):
        (root / name).write_bytes((ROOT / name).read_bytes())
    edit = {"table": "facts", "record": "f0016", "set": {"value": "100000"}}
    harness.apply(root, edit)
    harness.refresh(root)
    shown = report.as_text(validation.validate(open_package(root)))
    issue, closing_line = shown.rsplit("\n", 1)
    assert f"```text\n{issue}\n```" in README
    assert closing_line.startswith("1 issue. ")


def test_citation_agrees_with_the_descriptor() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    value = load("datapackage.json")
    assert citation["title"] == value["title"]
    assert citation["version"] == value["version"]
    assert str(citation["date-released"]) == value["created"][:10]
    assert citation["license"] == value["licenses"][0]["name"]
    assert citation["keywords"] == value["keywords"]


def test_locks_hold_what_the_groups_ask_for() -> None:
    for group in ("", "-build", "-dev", "-clients", "-page"):
        name = f"requirements{group}.txt"
        text = (ROOT / name).read_text(encoding="utf-8")
        pins = re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([\w.]+)[^\\]*\\$", text, re.MULTILINE)
        assert pins
        assert all(Version(version) for _, version in pins)
        assert text.count("--hash=sha256:") >= len(pins)
        assert "http" not in text.replace("aiohttp", "")


def test_rules_read_only_tables_that_exist() -> None:
    """Every rule of meaning reads only tables that exist."""
    resources = {resource.name for resource in TABULAR}
    known = (
        resources
        | rules.TEXT_TABLES
        | {*rules.CUES, *MADE, "releases", "listed_sources", "listed_facts", "own_prose"}
    )
    for rule in rules.rules():
        tree = sqlglot.parse_one(rule.query, read="duckdb")
        own = {query.alias for query in tree.find_all(sqlglot.exp.CTE)}
        named = {table.name for table in tree.find_all(sqlglot.exp.Table) if table.name} - own
        raw = {name.removeprefix("raw_") for name in named if name.startswith("raw_")}
        assert raw <= resources
        plain = {name.removeprefix("raw_") for name in named}
        assert plain <= known, rule.rule.code
        # What a rule reads is found in its text: the table stands after FROM or JOIN.
        assert {name.removeprefix("current_") for name in plain} <= rule.reads, rule.rule.code


def test_packages_to_time_are_valid(tmp_path: Path) -> None:
    root, text = bench.make_package(tmp_path, 60)
    found = validation.validate(open_package(root), [read_article(text)])
    assert found.issues == []


def test_the_list_of_rules_is_that_of_the_rules() -> None:
    page = (ROOT / "RULES.md").read_text(encoding="utf-8")
    assert page == report.as_markdown(validation.catalogue()) + "\n"
