"""Fixtures that several test modules share, and how many examples hypothesis makes.

pytest                                   the same few examples on every run
pytest --hypothesis-profile=thorough     thousands, others on every run
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.configuration import set_hypothesis_home_dir

import harness

# Hypothesis keeps tables of characters on disk: not in the working tree.
set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "hypothesis")
settings.register_profile(
    "default",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=5,
    # Whoever wants the smallest example asks for the thorough profile.
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "thorough",
    settings.get_profile("default"),
    derandomize=False,
    max_examples=400,
    phases=tuple(Phase),
)
settings.load_profile("default")


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the valid example package; copy it before a change."""
    return harness.write(harness.example(), tmp_path_factory.mktemp("example") / "package")


@pytest.fixture
def example(pristine: Path, tmp_path: Path) -> Path:
    """Return a copy of the valid example package that a test may change."""
    return shutil.copytree(pristine, tmp_path / "package")
