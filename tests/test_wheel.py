"""The wheel, installed into an environment that holds its declared dependencies and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(target)]
    done = subprocess.run(build, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = target.glob("auditty-*.whl")
    return path


def _wanted(requirements: list[str]) -> list[Requirement]:
    return [wanted for wanted in map(Requirement, requirements) if not wanted.marker or wanted.marker.evaluate()]


def _closure(requirements: list[str]) -> dict[str, Distribution]:
    """The installed distributions that `requirements` draw in, by name."""
    found: dict[str, Distribution] = {}
    waiting = _wanted(requirements)
    while waiting:
        name = canonicalize_name(waiting.pop().name)
        if name not in found:
            found[name] = distribution(name)
            waiting += _wanted(found[name].requires or [])
    return found


def _metadata_requirements(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        lines = archive.read(name).decode().splitlines()
    return [line.removeprefix("Requires-Dist: ") for line in lines if line.startswith("Requires-Dist: ")]


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`auditty` in a new environment; its dependencies are links to the ones installed here, to need no network."""
    home = tmp_path_factory.mktemp("environment") / "venv"
    venv.create(home, symlinks=True)
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-index", "--no-deps"]
    done = subprocess.run([*pip, str(wheel)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

    (site,) = (home / "lib").glob("python*/site-packages")
    for name, found in _closure(_metadata_requirements(wheel)).items():
        assert found.files, name
        for top in {file.parts[0] for file in found.files} - {"..", "__pycache__"}:
            if not (site / top).exists():
                (site / top).symlink_to(Path(str(found.locate_file(top))).resolve())
    return home / "bin" / "auditty"


def _run(command: Path, *arguments: str, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run([command, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_everything_the_program_reads_is_in_the_wheel(root: Path, wheel: Path) -> None:
    data = {
        str(path.relative_to(root))
        for package in ("checklists", "store", "reports", "tui")
        for path in (root / package).rglob("*")
        if path.is_file() and path.suffix not in {".pyc", ".po"}
    }
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())

    assert data - packed == set()
    assert "tui/locale/zh_CN/LC_MESSAGES/auditty.mo" in packed
    assert [name for name in packed if name.startswith("checklists/library/") and name.endswith(".yaml")]


def test_nothing_but_the_packages_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"checklists", "store", "reports", "tui"}


def test_the_installed_command_tells_its_version(command: Path, wheel: Path, tmp_path: Path) -> None:
    assert _run(command, "--version", cwd=tmp_path).strip() == f"auditty {wheel.name.split('-')[1]}"


def test_the_installed_command_makes_the_demo_workspace(command: Path, tmp_path: Path) -> None:
    _run(command, "demo", "sample", "--no-open", "--lang", "zh", cwd=tmp_path)

    assert (tmp_path / "sample" / "workspace.yaml").is_file()
    rounds = _run(command, "-w", "sample", "rounds", "list", cwd=tmp_path)
    assert rounds.strip()


def test_the_installed_command_knows_its_library_and_its_languages(command: Path, tmp_path: Path) -> None:
    assert _run(command, "checklists", "list", cwd=tmp_path).strip()
    chinese = _run(command, "--lang", "zh", "--help", cwd=tmp_path)
    assert chinese != _run(command, "--lang", "en", "--help", cwd=tmp_path)
