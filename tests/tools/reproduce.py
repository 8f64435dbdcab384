"""Build the release in places that differ in all that may not matter, and compare every byte.

The places differ in folder, time zone, locale, umask, hash seed, times of the files and, as far as
this machine has them, in Python. Exit status: 0 the same bytes everywhere, 1 not, 2 no build.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
UV = [sys.executable, "-m", "uv"]
PYTHONS = ("3.11", "3.12", "3.13")


@dataclass(frozen=True)
class Place:
    """Where a release is built: folder, time zone, locale, umask, hash seed."""

    folder: str
    zone: str
    locale: str
    umask: str
    seed: str


PLACES = (
    Place("one", "UTC", "C", "022", "1"),
    Place("two 份 'x' & y", "Asia/Shanghai", "C.UTF-8", "077", "2"),
    Place("three/a/deeper/place", "America/St_Johns", "en_US.UTF-8", "002", "3"),
)


def interpreters() -> dict[str, Path]:
    """Return the Pythons of this machine by version; the running one, if there is none of them."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    folders = map(str, sorted(pyenv.glob("versions/*/bin")))
    search = {**os.environ, "PATH": os.pathsep.join([*folders, os.environ["PATH"]])}
    found = {}
    for version in PYTHONS:
        command = [*UV, "python", "find", "--no-python-downloads", "--system", version]
        run = subprocess.run(command, env=search, capture_output=True, text=True, check=False)
        if run.returncode == 0:
            found[version] = Path(run.stdout.strip())
    return found or {"this one": Path(sys.executable)}


def environment(python: Path, folder: Path) -> Path:
    """Make an environment with what a build needs, its checksums held; return its Python."""
    subprocess.run([*UV, "venv", "--quiet", "--python", python, folder], check=True)
    inside = folder / "bin" / "python"
    install = [*UV, "pip", "install", "--quiet", "--python", str(inside), "--require-hashes"]
    subprocess.run([*install, "-r", str(ROOT / "requirements" / "build.txt")], check=True)
    return inside


def copy(folder: Path, age: int) -> None:
    """Copy all that git knows or would add, every file `age` seconds old in 1970."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, names.decode().split("\0")):
        if not (ROOT / name).is_file():
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((ROOT / name).read_bytes())
        os.utime(path, (age, age))


def built(python: Path, root: Path, place: Place) -> dict[str, str]:
    """Build in a place; return the SHA-256 of every file of the release by its name."""
    settings = {
        "TZ": place.zone,
        "LC_ALL": place.locale,
        "LANG": place.locale,
        "PYTHONHASHSEED": place.seed,
    }
    build = f'umask {place.umask} && exec "$0" scripts/build.py'
    run = subprocess.run(
        ["sh", "-c", build, python],
        cwd=root,
        env={**os.environ, **settings},
        capture_output=True,
        check=False,
    )
    if run.returncode:
        said = (run.stdout + run.stderr).decode()
        print(f"reproduce.py: no build in {root}:\n{said}", file=sys.stderr)
        sys.exit(2)
    dist = root / "dist"
    return {
        path.relative_to(dist).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(dist.rglob("*"))
        if path.is_file()
    }


def main() -> int:
    """Build with every Python and at least twice; print what differs and return the status."""
    found = interpreters()
    for version in PYTHONS:
        print(f"Python {version}: {found.get(version, 'not on this machine')}")
    pairs = list(found.items())
    pairs += pairs[:1] if len(pairs) == 1 else []
    digests: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    with tempfile.TemporaryDirectory() as work:
        for number, ((version, python), place) in enumerate(zip(pairs, PLACES, strict=False)):
            root = Path(work) / place.folder
            copy(root, number)
            inside = environment(python, Path(work) / f"environment-{number}")
            said = f"{version} in {place}"
            for name, digest in built(inside, root, place).items():
                digests[name].setdefault(digest, []).append(said)
    different = {name: by for name, by in digests.items() if _differs(by, len(pairs))}
    for name, by in sorted(different.items()):
        print(f"dist/{name} differs:")
        for digest, places in by.items():
            print(f"  {digest}  {'; '.join(places)}")
    print(f"{len(digests)} files of {len(pairs)} builds: {len(different)} differ.")
    return 1 if different or not digests else 0


def _differs(by: dict[str, list[str]], builds: int) -> bool:
    """Return if a file has several contents, or is missing from a build."""
    return len(by) > 1 or sum(map(len, by.values())) < builds


if __name__ == "__main__":
    sys.exit(main())
