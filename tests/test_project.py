"""The project's own promises: locked versions, complete translations, tests that cannot be skipped unseen."""

from __future__ import annotations

import re
import shutil
import string
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.translations import catalogues, extract, load


def _project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


def _locked(root: Path, name: str) -> dict[str, str]:
    """Package name to version."""
    text = (root / "requirements" / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("name", ["runtime.lock", "dev.lock"])
def test_every_locked_version_has_hashes_and_no_address(root: Path, name: str) -> None:
    text = (root / "requirements" / name).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]

    assert len(entries) == len(_locked(root, name)) > 5
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"^\s*-\S+|\S*://\S*|file:\S*", text.replace("    --hash", ""), re.MULTILINE) == []


def test_the_locks_hold_what_the_project_asks_for(root: Path) -> None:
    project = _project(root)
    runtime, dev = _locked(root, "runtime.lock"), _locked(root, "dev.lock")

    for text in project["project"]["dependencies"]:
        wanted = Requirement(text)
        assert wanted.specifier.contains(runtime[canonicalize_name(wanted.name)]), text
    for text in project["dependency-groups"]["dev"] + project["build-system"]["requires"]:
        wanted = Requirement(text)
        assert wanted.specifier.contains(dev[canonicalize_name(wanted.name)]), text
    assert runtime.items() <= dev.items()


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _forms(value: object) -> list[str]:
    """The one string of an ordinary message, or the forms of one that counts."""
    return list(value) if isinstance(value, tuple | list) else [str(value or "")]


def _messages(catalogue: Catalog) -> dict[object, Message]:
    return {_key(message.id): message for message in catalogue if message.id}


def _key(id: object) -> object:
    """A message that counts has two ids: a tuple from a `.po` file, a list from a `.mo` file."""
    return tuple(id) if isinstance(id, list) else id


CATALOGUES = catalogues()


def test_there_is_a_chinese_catalogue() -> None:
    assert [path.parent.parent.name for path in CATALOGUES] == ["zh_CN"]


def test_messages_are_found_wherever_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tui").mkdir()
    (tmp_path / "tui" / "one.py").write_text(
        'a = _("plain") + f"{_(\'inside\')}: {x}"\n'
        'b = N_("in "\n       "two parts"); c = ngettext("{n} unit", "{n} units", 2)\n'
        "d = _(variable); e = other('not this')\n",
        encoding="utf-8",
    )
    monkeypatch.setattr("scripts.translations.ROOT", tmp_path)

    assert list(_messages(extract())) == ["plain", "inside", "in two parts", ("{n} unit", "{n} units")]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_every_message_is_translated(path: Path) -> None:
    source, target = _messages(extract()), _messages(load(path))

    assert [id for id in source if id not in target] == [], "missing: run `make translations`"
    assert [id for id in target if id not in source] == [], "gone from the source: run `make translations`"
    assert [id for id, message in target.items() if not all(_forms(message.string))] == [], "untranslated"
    assert [id for id, message in target.items() if message.fuzzy] == [], "fuzzy"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_a_translation_fills_the_same_blanks(path: Path) -> None:
    messages = _messages(load(path)).values()

    # The last form of the English: "one problem" may leave out the number that "{count} problems" has.
    wrong = [m.id for m in messages for form in _forms(m.string) if form and _blanks(form) != _blanks(_forms(m.id)[-1])]
    assert wrong == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_the_compiled_catalogue_is_up_to_date(path: Path) -> None:
    with path.with_suffix(".mo").open("rb") as stream:
        compiled = read_mo(stream)

    # A message without translation is not in the compiled file; another test sees to it that there is none.
    assert {id: _forms(message.string) for id, message in _messages(compiled).items()} == {
        id: _forms(message.string) for id, message in _messages(load(path)).items() if all(_forms(message.string))
    }, "run `make translations`"


@pytest.mark.slow
@pytest.mark.parametrize("strict, exit_code", [(False, 0), (True, 1)])
def test_a_skip_is_a_failure_where_everything_must_be_there(
    root: Path, tmp_path: Path, strict: bool, exit_code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(root / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_one.py").write_text("import pytest\ndef test_one(): pytest.skip('no printer')\n")
    (tmp_path / "test_module.py").write_text("import pytest\npytest.importorskip('no_such_module')\n")
    (tmp_path / "test_xfail.py").write_text("import pytest\n@pytest.mark.xfail\ndef test_two(): assert False\n")
    monkeypatch.setenv("PYTHONPATH", str(root))
    if strict:
        monkeypatch.setenv("AUDITTY_NO_SKIP", "1")

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rsfE", "--continue-on-collection-errors"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == exit_code, done.stdout + done.stderr
    assert ("1 failed, 1 xfailed, 1 error" if strict else "2 skipped, 1 xfailed") in done.stdout
    assert "no printer" in done.stdout


@pytest.mark.system
@pytest.mark.parametrize("tool", ["soffice", "pdftoppm", "pdftotext", "ssh", "ssh-keygen", "sshd", "tmux"])
def test_the_tools_of_the_system_tests_are_installed(tool: str) -> None:
    # sshd lies where only root's PATH looks.
    assert shutil.which(tool) or shutil.which(tool, path="/usr/sbin:/sbin")
