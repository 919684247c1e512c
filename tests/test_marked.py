"""What people read is marked for translation: no sentence, label or title stands bare in the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from scripts.translations import KEYWORDS, ROOT

pytestmark = pytest.mark.slow

PROSE = re.compile(r"[A-Za-z]{2,}[,;:]? +[a-z]{2,}|[\u4e00-\u9fff]|^[A-Z][a-z]{2,}$")
"""Two words one after the other, anything Chinese, a word with a capital."""

SINKS = {
    "say": (0,),
    "complain": (0,),
    "title_bar": (0,),
    "Field": (1,),
    "Fact": (0,),
    "Action": (2, 3),
    "entry_lines": (0,),
    "labelled": (0,),
    "bracketed": (0,),
    "joined": (0,),
    "listed": (0,),
    "command": (3,),
}
"""What shows its arguments, and which: there a single word is shown, too."""
SHOWN = frozenset(("help", "placeholder", "label", "title", "unsaved"))
"""Keyword arguments that are shown, whatever is called."""
WORD = re.compile(r"[A-Za-z]{2}")

FOR_PROGRAMMERS = frozenset(
    ("AssertionError", "AttributeError", "KeyError", "RuntimeError", "TypeError", "TypeVar", "ValueError", "cast")
)
"""What they are called with is for programmers."""
BOTH_LANGUAGES = frozenset(("Text", "compile"))
"""They hold both languages themselves, or are patterns that read them."""

FILES = {
    "checklists/__init__.py": "the names that it hands on",
    "checklists/amounts.py": "reads units of time in both languages",
    "checklists/importers/": "reads headings and answers of other programs in both languages",
    "checklists/meanings.py": "what the keys of the format mean, for the JSON Schema, which is English",
    "checklists/schema.py": "the JSON Schema, which is English",
    "checklists/starter.py": "a file to begin with, whole in each language",
    "store/settings.py": "workspace.yaml to begin with, whole in each language",
    "store/unit_files.py": "columns of a file of units, each in both languages",
    "store/figures/bands.py": "bands to begin with, each in both languages",
    "tui/widgets/colours.py": "styles: colours and attributes",
    "tui/widgets/words.py": "ranges of characters",
}
LITERALS = {
    "auditty": "the name of the program",
    "中文": "a language is named in its own words",
    "English": "a language is named in its own words",
    "一二三四五六七八九": "numerals of Chinese headings, where the language is Chinese",
    "Signing file": "what ssh-keygen says",
    "ssh-keygen ended with ": "stands in for what ssh-keygen says, which is English",
    "auditty bundle": "the format of a bundle, which programs read",
    "id finding round item problem place requirement grade lead responsible due state notice": "names of fields",
    "PDF": "a format",
    "~/letter.docx": "a file",
    "~/.ssh/id_ed25519": "a file",
    "Origin": "a header of HTTP",
    "Strict": "an attribute of a cookie",
    "; ": "the mark itself, which i18n.joined sets; and what is typed behind Latin text",
}
"""What is read, but not translated, and why."""
KEYS = re.compile(
    r"(?:Ctrl\+)?(?:Enter|Space|Esc|Tab|Up|Down|Left|Right|PgUp|PgDn|Home|End|Insert|Delete|Backspace|[a-zA-Z])"
)
"""Names of keys: they stand on the keyboard."""


def bare(source: str) -> list[str]:
    """The texts of a module that people would read and no catalogue has."""
    return [text for text in _bare(ast.parse(source), False) if text not in LITERALS and not _is_technical(text)]


def _bare(node: ast.AST, shown: bool) -> Iterator[str]:
    """Texts below `node`; where it is `shown`, every word is one."""
    if isinstance(node, ast.Call):
        called = _name(node.func)
        if called in KEYWORDS or called in FOR_PROGRAMMERS or called in BOTH_LANGUAGES:
            return
        for at, argument in enumerate(node.args):
            yield from _bare(argument, at in SINKS.get(called, ()))
        for keyword in node.keywords:
            yield from _bare(keyword.value, keyword.arg in SHOWN)
        yield from _bare(node.func, False)
        return
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and (WORD if shown else PROSE).search(node.value):
            yield node.value
        return
    for child in _inner(node):
        yield from _bare(
            child, shown and isinstance(node, ast.JoinedStr | ast.BinOp | ast.IfExp | ast.List | ast.Tuple)
        )


def _inner(node: ast.AST) -> Iterator[ast.AST]:
    """The children of a node that may hold a text; no docstring, annotation or list of exports."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.arg) or (isinstance(node, ast.Subscript) and _name(node.value) in ("Callable", "Literal")):
        return
    if isinstance(node, ast.Assign | ast.AnnAssign) and _assigned(node) in (
        "__all__",
        "CSS",
        "DEFAULT_CSS",
        "BINDINGS",
    ):
        return
    for child in ast.iter_child_nodes(node):
        if child not in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            yield child


def _assigned(node: ast.Assign | ast.AnnAssign) -> str:
    return _name(node.targets[0] if isinstance(node, ast.Assign) else node.target)


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _is_technical(text: str) -> bool:
    return all(KEYS.fullmatch(word) for word in text.split())


def _modules() -> Iterator[tuple[str, str]]:
    for room in ("checklists", "store", "tui"):
        for path in sorted((ROOT / room).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith(tuple(FILES)):
                yield name, path.read_text(encoding="utf-8")


def test_nothing_that_people_read_is_bare() -> None:
    assert [(name, text) for name, source in _modules() for text in bare(source)] == []


def test_no_exception_is_left_over() -> None:
    sources = "".join(source for _name, source in _modules())

    assert [text for text in LITERALS if f'"{text}"' not in sources and f'"{text}{{' not in sources] == []
    assert [name for name in FILES if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(
    "source, texts",
    [
        ("say('Saved')", ["Saved"]),
        ("say(_('Saved'))", []),
        ("say(f'{count} units')", [" units"]),
        ("self.complain('lost' if lost else _('found'))", ["lost"]),
        ("Field('name', 'title', value)", ["title"]),
        ("Action('go', ('g', 'Enter'), N_('go'), 'leads there')", ["leads there"]),
        ("raise Refused('no such round', round=id)", ["no such round"]),
        ("raise ValueError('no such round')", []),
        ("NAMES = {'a': 'Title', 'b': '单位'}", ["Title", "单位"]),
        ("'''What it is for.'''\ndef f(a: 'Any thing') -> 'Any thing': '''It does that.'''", []),
        ("add('--json', help='print JSON')", ["print JSON"]),
        ("T = TypeVar('Made'); kind: Literal['all of it']", []),
    ],
)
def test_a_bare_text_is_seen(source: str, texts: list[str]) -> None:
    assert bare(source) == texts
