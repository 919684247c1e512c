"""The built-in checklists and types, and what using them costs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from checklists import AudittyError, check, digest, from_json, library, load, to_json, to_yaml


@pytest.mark.parametrize("checklist_id", library.ids())
def test_a_built_in_checklist_is_in_order(checklist_id: str) -> None:
    assert [str(problem) for problem in check(library.read_bytes(checklist_id), checklist_id)] == []
    checklist = library.load(checklist_id)
    assert checklist.id == checklist_id
    assert checklist.lines


@pytest.mark.parametrize("checklist_id", library.ids())
def test_a_built_in_checklist_survives_pinning_and_export(checklist_id: str) -> None:
    checklist = library.load(checklist_id)
    assert from_json(to_json(checklist)) == checklist
    assert digest(load(to_yaml(checklist), "f")) == digest(checklist)


def test_the_file_of_unit_types_is_no_checklist() -> None:
    assert library.ids()
    assert "unit-types" not in library.ids()
    for name in ("unit-types", "nothing", "../errors"):
        with pytest.raises(AudittyError, match="no built-in checklist"):
            library.read_bytes(name)


@pytest.mark.parametrize(
    "statement",
    [
        "import checklists; checklists.Checklist",
        "import checklists; checklists.from_json, checklists.digest, checklists.lines_for, checklists.asked",
        "import checklists; checklists.judge, checklists.occurrences, checklists.fill, checklists.is_a",
        "from checklists import library; library.ids()",
    ],
)
def test_what_reads_no_yaml_does_not_import_it(statement: str) -> None:
    program = f"{statement}; import sys; print([name for name in ('yaml', 'difflib') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
