"""Fixtures that several test modules share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import harness

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the valid example package; copy it before a change."""
    return harness.make_package(tmp_path_factory.mktemp("example") / "package")


@pytest.fixture
def example(pristine: Path, tmp_path: Path) -> Path:
    """Return a copy of the valid example package that a test may change."""
    return harness.copy(pristine, tmp_path / "package")
