# /// script
# dependencies = ["nox[uv]>=2025.2.9"]
# ///
"""The project's commands; `nox --list` shows them."""

import os
import shutil

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.sessions = ["validate", "tests"]

WORKFLOWS = (".github/workflows/check.yml", ".github/workflows/release.yml")
# JSON Schema → the file that follows it.
JSON = {
    "datapackage": "datapackage.json",
    "vocabulary": "data/vocabulary.json",
    "facts": "data/facts.json",
}
OWN_MODULES = {"PYTHONPATH": os.pathsep.join(("scripts", "tests"))}


def install(session: nox.Session, lock: str = "requirements/dev.txt") -> None:
    """Install what a lock file names, and only if its checksums hold."""
    session.install("--require-hashes", "-r", lock)


@nox.session
def validate(session: nox.Session) -> None:
    """Validate the package with our validator, frictionless and jsonschema: all must agree."""
    install(session)
    session.run("python", "scripts/validate.py", "--strict", *session.posargs)
    session.run("frictionless", "validate", "datapackage.json")
    for schema, file in JSON.items():
        session.run("check-jsonschema", "--schemafile", f"schemas/{schema}.schema.json", file)


@nox.session
def build(session: nox.Session) -> None:
    """Validate the package and build the release in dist/."""
    install(session, "requirements/build.txt")
    session.run("python", "scripts/build.py", *session.posargs)


@nox.session
def reproduce(session: nox.Session) -> None:
    """Build the release in places and Pythons that differ and compare every byte."""
    install(session)
    session.run("python", "tests/tools/reproduce.py")


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests."""
    install(session)
    session.run("pytest", *session.posargs)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Damage packages at random, and vary them lawfully, many thousand times."""
    install(session)
    files = ("tests/test_fuzz.py", "tests/test_variants.py")
    session.run("pytest", *files, "--hypothesis-profile=thorough", *session.posargs)


@nox.session
def clients(session: nox.Session) -> None:
    """Let LibreOffice, pandas, R, Node and others read the release; they must be installed."""
    install(session, "requirements/clients.txt")
    quiet = ("--noconftest", "-o", "addopts=-ra -p no:cacheprovider")
    session.run("pytest", *quiet, "tests/clients/clients.py", *session.posargs)


@nox.session
def page(session: nox.Session) -> None:
    """Visit the page of the release with a real browser; Chromium and npm must be installed."""
    install(session, "requirements/page.txt")
    folder = session.create_tmp()
    for name in ("package.json", "package-lock.json"):
        shutil.copy(f"tests/page/{name}", folder)
    quiet = ("--silent", "--no-audit", "--no-fund")
    session.run("npm", "ci", *quiet, "--prefix", folder, external=True)
    axe = {"AXE": f"{folder}/node_modules/axe-core/axe.min.js"}
    options = ("--noconftest", "-o", "addopts=-ra -p no:cacheprovider")
    session.run("pytest", *options, "tests/page/browse.py", *session.posargs, env=axe)


@nox.session
def faults(session: nox.Session) -> None:
    """Count which plausible slips in the data the validator sees; --article FILE adds the text."""
    install(session)
    session.run("python", "tests/tools/faults.py", *session.posargs, env=OWN_MODULES)


@nox.session
def bench(session: nox.Session) -> None:
    """Time the validator against frictionless on packages of ROWS facts (0: this one)."""
    install(session)
    # Compiled modules, as pip leaves them; uv does not.
    session.run("python", "-m", "compileall", "-q", session.virtualenv.location, silent=True)
    session.run("python", "tests/tools/bench.py", *session.posargs, env=OWN_MODULES)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, canonical form, citation and workflows."""
    install(session)
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("python", "scripts/format.py", "--check")
    session.run(
        "check-jsonschema", "--builtin-schema", "vendor.citation-file-format", "CITATION.cff"
    )
    session.run(
        "check-jsonschema",
        "--builtin-schema",
        "vendor.github-workflows",
        *WORKFLOWS,
    )
    session.run("zizmor", "--offline", "--quiet", "--persona", "pedantic", *WORKFLOWS)


@nox.session
def types(session: nox.Session) -> None:
    """Check the types."""
    install(session)
    session.run("mypy")


@nox.session(name="format")
def format_(session: nox.Session) -> None:
    """Rewrite data and code canonically; refresh what is made from the data."""
    install(session)
    session.run("python", "scripts/format.py", *session.posargs)
    session.run("ruff", "check", "--fix-only", "--quiet", ".")
    session.run("ruff", "format", "--quiet", ".")
