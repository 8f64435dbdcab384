# /// script
# dependencies = ["nox[uv]>=2025.2.9"]
# ///
"""The project's commands; `nox --list` shows them."""

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.sessions = ["validate", "tests"]


def install(session: nox.Session, lock: str = "requirements-dev.txt") -> None:
    """Install what a lock file names, and only if its checksums hold."""
    session.install("--require-hashes", "-r", lock)


@nox.session
def validate(session: nox.Session) -> None:
    """Validate the package with our validator and with frictionless."""
    install(session)
    session.run("python", "scripts/validate.py", *session.posargs)
    session.run("frictionless", "validate", "datapackage.json")


@nox.session
def build(session: nox.Session) -> None:
    """Validate the package and build the release in dist/."""
    install(session, "requirements.txt")
    session.run("python", "scripts/build.py", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests."""
    install(session)
    session.run("pytest", *session.posargs)


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
        ".github/workflows/check.yml",
    )


@nox.session
def types(session: nox.Session) -> None:
    """Check the types."""
    install(session)
    session.run("mypy")


@nox.session(name="format")
def format_(session: nox.Session) -> None:
    """Rewrite data and code canonically; refresh facts.json, sizes and checksums."""
    install(session)
    session.run("python", "scripts/format.py", *session.posargs)
    session.run("ruff", "check", "--fix-only", "--quiet", ".")
    session.run("ruff", "format", "--quiet", ".")
