"""YAML bytes to nodes: what is refused, where, and that nothing in a file can hurt the reader."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
import yaml

from checklists import source
from checklists.errors import ChecklistError
from checklists.nodes import Mapping, Node, Scalar, Sequence


def tree(node: Node) -> Any:
    """The values of a node tree without places."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [tree(one) for one in node.value]
    return [(tree(key), tree(value)) for key, value in node.value]


def refused(data: bytes) -> str:
    with pytest.raises(ChecklistError) as caught:
        source.compose(data, "f")
    return str(caught.value)


@pytest.fixture(params=["libyaml", "pure"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "pure":
        monkeypatch.setattr(source, "_Loader", yaml.SafeLoader)
    elif not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without libyaml")
    return str(request.param)


def test_scalars_stay_text() -> None:
    data = b"[no, 1.10, 0o17, 2026-11-15, ~, 'x', 12:30, <<, =]"
    assert tree(source.compose(data, "f")) == ["no", "1.10", "0o17", "2026-11-15", "~", "x", "12:30", "<<", "="]


def test_nodes_know_their_places() -> None:
    root = source.compose("甲: {乙: [丙, 丁]}\n戊:\n  - 己\n".encode(), "f")
    assert isinstance(root, Mapping)
    (first, inner), (second, items) = root.value
    assert (first.line, first.column, inner.line, inner.column) == (1, 1, 1, 4)
    assert isinstance(inner, Mapping)
    inside = inner.value[0][1]
    assert isinstance(inside, Sequence)
    assert (inside.value[1].line, inside.value[1].column) == (1, 12)
    assert isinstance(items, Sequence)
    assert (second.line, items.value[0].line, items.value[0].column) == (2, 3, 5)


def test_a_byte_order_mark_is_no_text() -> None:
    root = source.compose(b"\xef\xbb\xbfid: x", "f")
    assert tree(root) == [("id", "x")]
    assert root.column == 1


@pytest.mark.parametrize(
    "data, message",
    [
        (b"", "f:1:1: the file is empty"),
        (b"# only a comment\n", "f:1:1: the file is empty"),
        ("id: x\ntitle: 消防".encode("gb18030"), "f:2:8: the file is not UTF-8 text; save it as UTF-8"),
        ("id: x".encode("utf-16"), "f:1:1: the file is not UTF-8 text; save it as UTF-8"),
        (b"a: &x 1\nb: 2", "f:1:4: anchors and aliases"),
        (b"a: 1\nb: *x", "f:2:4: anchors and aliases"),
        (b"a: &x [1]\n", "f:1:4: anchors and aliases"),
        (b"a: 1\n--- \nb: 2\n", "f:2:1: a second document starts here"),
        (b"a: !!python/object/apply:os.system [echo]\n", "f:1:4: tags are not allowed: tag:yaml.org,2002:python"),
        (b"a: !x {}\nb: !!str y", "f:1:4: tags are not allowed: !x\nf:2:4: tags are not allowed: tag:yaml.org"),
        (b"a: b: c", "f:1:5: not valid YAML: mapping values are not allowed"),
        (b"a: [1, 2\nb: 3", "f:2:2: not valid YAML:"),
        (b"a: 'x", "f:1:6: not valid YAML: found unexpected end of stream"),
        (b"a: 1\nb: x\x07y", "f:2:5: the control character U+0007 is not allowed"),
    ],
)
def test_refusals_say_where(data: bytes, message: str) -> None:
    assert message in refused(data)


def test_sixty_four_levels_are_allowed_and_one_more_is_not() -> None:
    source.compose(b"[" * 64 + b"]" * 64, "f")
    assert refused(b"[" * 65 + b"]" * 65) == "f:1:65: nested deeper than 64 levels"


def test_a_file_too_large_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "_Loader", None)
    assert refused(b"#" * (source.MAX_BYTES + 1)) == "f:0:0: the file is larger than 8 MiB"


BOMBS = {
    "brackets": '"[" * 100_000',
    "braces": '"{a: " * 100_000',
    "dashes": '"- " * 100_000',
    "aliases": r'"a: &a [x]\n" + "".join(f"k{i}: [*a, *a]\n" for i in range(100_000))',
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_ends_in_a_problem_and_not_in_a_crash(bomb: str, loader: str) -> None:
    program = (
        "import yaml; from checklists import source; source._Loader = yaml.SafeLoader\n" if loader == "pure" else ""
    )
    program += f"import checklists; print(checklists.check(({BOMBS[bomb]}).encode(), 'f')[0])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("f:1:")
    assert "deeper than 64" in done.stdout or "anchors" in done.stdout
