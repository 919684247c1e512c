"""Commands that draw no screen never import Textual or Rich; proved in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCREEN = {"textual", "rich"}

# The part of tui/ that draws no screen, as far as it stands beside tui/commands/.
PLAIN = ("__main__", "actions", "i18n")

SCHOOL = "school-special-work-responsibility"


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _headless() -> list[str]:
    files = [
        path
        for package in ("checklists", "store", "reports", "tui/commands")
        for path in ROOT.glob(f"{package}/**/*.py")
    ]
    files += [path for path in ROOT.glob("tui/*.py") if path.stem in PLAIN]
    return sorted(map(_name, files))


def _loaded(code: str, cwd: Path = ROOT) -> set[str]:
    """The top-level modules in memory after a new interpreter ran `code`."""
    report = "import json, sys; print('\\n' + json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_probe_sees_textual() -> None:
    assert _loaded("import textual.app") >= SCREEN


def test_no_module_below_the_screens_reaches_textual() -> None:
    modules = _headless()

    assert {"checklists.model", "tui.commands", "tui.i18n"} <= set(modules)
    loaded = _loaded("import importlib\n" + "\n".join(f"importlib.import_module({name!r})" for name in modules))
    assert not loaded & SCREEN


def test_the_core_does_not_know_the_screens() -> None:
    modules = [name for name in _headless() if not name.startswith("tui")]

    loaded = _loaded("import importlib\n" + "\n".join(f"importlib.import_module({name!r})" for name in modules))
    assert "tui" not in loaded


def _run(arguments: list[str], cwd: Path = ROOT) -> set[str]:
    """The top-level modules in memory after `auditty ARGUMENTS…`, which must succeed."""
    code = (
        "import runpy, sys\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        f"sys.argv = ['auditty', *{arguments!r}]\n"
        "try:\n"
        "    runpy.run_module('tui', run_name='__main__', alter_sys=True)\n"
        "except SystemExit as end:\n"
        "    assert not end.code, end.code\n"
    )
    return _loaded(code, cwd)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample workspace, opened before: its settings are kept parsed."""
    folder = tmp_path_factory.mktemp("imports") / "sample"
    _run(["demo", str(folder), "--no-open"])
    return folder


YAML, TINYDB, DOCUMENTS = {"yaml"}, {"tinydb"}, {"docx", "openpyxl", "lxml"}


@pytest.mark.parametrize(
    "arguments, unneeded",
    [
        (["--version"], YAML | TINYDB | DOCUMENTS | {"dateutil"}),
        (["--help"], YAML | TINYDB | DOCUMENTS),
        (["checklists", "list"], TINYDB | DOCUMENTS),
        (["units", "list"], TINYDB | DOCUMENTS),
        (["rounds", "list"], YAML | TINYDB | DOCUMENTS | {"dateutil"}),
        (["rounds", "status", "ROUND"], YAML | TINYDB | DOCUMENTS),
        (["calendar", "ROUND"], YAML | TINYDB | DOCUMENTS),
        (["history", "ROUND"], YAML | TINYDB | DOCUMENTS),
        (["mark", "ROUND", "UNIT", "ITEM", "pass"], YAML | DOCUMENTS),
        (["report", "notice", "ROUND", "--all", "-o", "out"], YAML | {"openpyxl"}),
        (["units", "export", "units.csv"], TINYDB | DOCUMENTS),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_command_loads_only_what_it_needs(sample: Path, arguments: list[str], unneeded: set[str]) -> None:
    heads = {
        path: json.loads((path / "round.json").read_bytes())["round"]["1"]["value"]
        for path in (sample / "rounds").iterdir()
        if (path / "checklists" / f"{SCHOOL}.json").exists()
    }
    (round_folder,) = [path for path, head in heads.items() if head["state"] == "running" and not head["parent"]]
    sheet = next(path for path in sorted((round_folder / "sheets").glob("*.json")))
    names = {"ROUND": round_folder.name, "UNIT": sheet.stem, "ITEM": "lg-set-up"}

    loaded = _run([names.get(argument, argument) for argument in arguments], sample)
    assert not loaded & (SCREEN | unneeded)
