"""A hostile template reads, runs, reaches and exhausts nothing, and nothing of it is left running."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from reports.fields import schema
from reports.model import Notice
from reports.notice_fields import FIELDS
from reports.templates import process as filling
from reports.templates.fill import many
from reports.templates.language import Environment, Fault
from reports.templates.package import TemplateRefused, check_package
from reports.templates.process import Limits
from tests.reports.filling import default, render, template

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
SMALL = Limits(memory=192 * 1024 * 1024, seconds=3, patience=60)

ESCAPES = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ unit.__class__ }}",
    "{{ unit['__class__'] }}",
    "{{ unit|attr('__class__') }}",
    "{{ unit|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
    "{{ findings|map(attribute='__class__')|list }}",
    "{{ findings|join('', attribute='__class__') }}",
    "{{ findings|join('', attribute='problem.__class__') }}",
    "{{ findings|sort(attribute='__init__.__globals__') }}",
    "{{ self.__init__.__globals__.__builtins__.open('/etc/passwd').read() }}",
    "{{ self._TemplateReference__context }}",
    "{{ config }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'].system('id') }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ request.application.__globals__ }}",
    "{{ loop.__class__ }}",
    "{% for f in findings %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "{% for f in findings %}{{ loop._iterable }}{% endfor %}",
    "{% for f in findings %}{{ f.keys() }}{% endfor %}",
    "{% for f in findings %}{{ f.update }}{% endfor %}",
    "{{ dict(a=1).__class__ }}",
    "{{ '{0.__class__}'.format(unit) }}",
    "{{ '{0.__class__}'|format(unit) }}",
    "{{ '%s' % unit }}",
    "{{ '%(x)999999999s' % unit }}",
    "{{ unit.format_map(unit) }}",
    "{{ (unit ~ '').format(unit) }}",
    "{{ 'x'.encode('utf-7') }}",
    "{{ ('a' if unit).join }}",
    "{{ [].append(1) }}",
    "{{ unit[0] }}",
    "{{ {}['x'] }}",
    "{{ lambda: 1 }}",
    "{{ caller() }}",
    "{{ super() }}",
    "{{ range(3) }}",
    "{{ unit is callable }}",
    "{{ unit|safe }}",
    "{{ unit|tojson }}",
    "{{ unit|xmlattr }}",
    "{{ unit|pprint }}",
    "{{ unit|center(10) }}",
    "{% include '/etc/passwd' %}",
    "{% include unit %}",
    "{% import '/etc/passwd' as x %}",
    "{% from '/etc/passwd' import x %}",
    "{% extends '/etc/passwd' %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% call unit() %}{% endcall %}",
    "{% block x %}{{ self.x() }}{% endblock %}",
    "{% set x = unit.__class__ %}",
    "{% set x %}a{% endset %}",
    "{% filter upper %}a{% endfilter %}",
    "{% autoescape false %}{{ unit }}{% endautoescape %}",
    "{% with x = 1 %}{{ x }}{% endwith %}",
    "{% do unit.append(1) %}",
    "{% debug %}",
    "{% trans %}x{% endtrans %}",
    "{% for x in findings recursive %}{{ loop(findings) }}{% endfor %}",
    "{% for a, b in findings %}x{% endfor %}",
    "{% for i in range(10**9) %}x{% endfor %}",
    "{{ 'x' * 10**10 }}",
    "{{ 9**9**9**9 }}",
    "{{ unit|replace('', unit)|indent(10**9) }}",
    "{{ [1] * 10**9 }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
]
EXHAUSTING = [
    "{% for i in range(10**9) %}x{% endfor %}",
    "{{ 'x' * 10**10 }}",
    "{{ " + "(" * 3_000 + "unit" + ")" * 3_000 + " }}",
    "{{ " + "not " * 20_000 + "unit }}",
    "{% if unit %}" * 400 + "x" + "{% endif %}" * 400,
    "{% for x in findings %}" * 60 + "x" + "{% endfor %}" * 60,
    "{{ " + " ~ ".join(["unit"] * 20_000) + " }}",
]


def instead(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let the copy that is to fill a template run this code."""
    monkeypatch.setattr(filling, "_START", filling._START.replace("serve()", f"serve(lambda: exec({code!r}, {{}}))"))


def left() -> list[int]:
    """The processes this one started that are still there."""
    own = f"/proc/{os.getpid()}/task/{os.getpid()}/children"
    return [int(pid) for pid in Path(own).read_text().split()] if Path(own).exists() else []


@pytest.fixture(autouse=True)
def _nothing_left_running() -> object:
    before = left()
    yield
    assert left() == before


@pytest.mark.parametrize("text", ESCAPES, ids=lambda text: text[:60])
def test_a_template_that_tries_to_get_out_is_refused_before_it_runs(text: str) -> None:
    with pytest.raises(Fault) as refused:
        Environment(schema(FIELDS)).from_string(f"<w:t>{text}</w:t>")

    assert refused.value.code in ("unknown", "forbidden", "syntax")
    assert refused.value.place.startswith(text[:50])


@pytest.mark.parametrize("text", [*ESCAPES[:2], *EXHAUSTING], ids=lambda text: text[:60])
def test_a_template_that_wants_too_much_is_refused_in_one_line(notice: Notice, text: str) -> None:
    with pytest.raises(TemplateRefused) as refused:
        render(notice, template("{{ unit_code }}", text), "t.docx", SMALL)

    said = str(refused.value)
    assert said.startswith("t.docx: ")
    assert "\n" not in said
    assert len(said) < 350
    assert any(word in said for word in ("no field", "is nothing that", "too deep", "too much memory", "too long"))


def test_loops_in_loops_end(notice: Notice) -> None:
    many = template(
        "{% for a in files %}" + "".join(f"{{% for a{n} in findings %}}" for n in range(8)) + "x" + "{% endfor %}" * 9
    )
    first = notice.findings[0]
    crowd = replace(notice, findings=(first,) * 40)

    with pytest.raises(TemplateRefused, match=r"takes too (long|much memory)"):
        render(crowd, many, "t.docx", Limits(memory=SMALL.memory, seconds=2, patience=60))


def test_a_text_that_doubles_and_doubles_ends(notice: Notice) -> None:
    blown = template("{{ unit|replace('', 'x')" + "|replace('x', 'xxxxxxxxxxxxxxxx')" * 9 + " }}")

    with pytest.raises(TemplateRefused, match=r"takes too (long|much memory)"):
        render(notice, blown, "t.docx", SMALL)


@pytest.mark.parametrize("which", ["the copy", "the process itself"])
def test_a_process_that_does_not_answer_is_ended(notice: Notice, which: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "_ENDING", 0.2)
    asleep = "import time; time.sleep(600)"
    if which == "the copy":
        instead(monkeypatch, asleep)
    else:
        monkeypatch.setattr(filling, "_START", asleep)

    begin = time.monotonic()
    with pytest.raises(TemplateRefused, match="takes too long"):
        render(notice, template("x"), "t.docx", Limits(patience=0.5))
    assert time.monotonic() - begin < 300


def test_what_it_started_ends_with_it(notice: Notice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "pid"
    code = (
        "import subprocess, sys, time\n"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(told)!r}, 'w').write(str(p.pid)); time.sleep(600)"
    )
    monkeypatch.setattr(filling, "_START", code)
    monkeypatch.setattr(filling, "_ENDING", 0.2)

    with pytest.raises(TemplateRefused, match="takes too long"):
        render(notice, template("x"), "t.docx", Limits(patience=5))
    deadline = time.monotonic() + 60
    while _alive(int(told.read_text())) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(int(told.read_text()))


def _alive(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    try:
        return state.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


ANSWERS = [
    b"", b"no JSON\n", b"[]\n", b"{}\n", b"{}", b'{"code": "{0.__class__}", "what": "{file.x}"}\n', b'{"code": 7}\n',
    b'{"code": "unknown", "what": "\\u001b[2J' + b"x" * 5_000 + b'"}\n', b"{}\nPK no document", b"\xff" * 100,
]  # fmt: skip


@pytest.mark.parametrize("answer", ANSWERS, ids=range(len(ANSWERS)))
def test_what_a_taken_over_process_answers_is_not_trusted(
    notice: Notice, answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = f"import sys; sys.stdin.buffer.readline(); sys.stdout.buffer.write({answer!r})"
    instead(monkeypatch, code)

    with pytest.raises(TemplateRefused) as refused:
        render(notice, template("x"), "t.docx")
    assert len(str(refused.value)) < 300


def test_nothing_of_one_document_is_there_for_the_next(notice: Notice, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has taken over the copy that fills one template has changed nothing for the next, and learns nothing."""
    seen = "json.dumps({'code': 'other', 'what': getattr(json, 'left', 'clean') + str(len(line) > 9)})"
    code = f"import json, sys\nline = sys.stdin.readline()\nsys.stdout.write({seen} + '\\n')\njson.left = line"
    instead(monkeypatch, code)

    with many():
        for _turn in range(3):
            with pytest.raises(TemplateRefused, match="cleanTrue"):
                render(notice, template("x"), "t.docx")


def test_what_exhausts_one_copy_ends_no_other(notice: Notice) -> None:
    good, slow = template("{{ unit }}"), template("{{ 'x' * 10**10 }}", *EXHAUSTING[2:4])
    loops = template("{% for a in findings %}" * 8 + "x" + "{% endfor %}" * 8)
    crowd = replace(notice, findings=notice.findings * 40)

    with many():
        first = render(notice, good, "t.docx", SMALL)
        for bad in (slow, loops):
            with pytest.raises(TemplateRefused):
                render(crowd, bad, "t.docx", Limits(memory=SMALL.memory, seconds=1))
            assert render(notice, good, "t.docx", SMALL) == first


@pytest.mark.skipif(sys.platform != "linux", reason="processes as Linux lists them")
def test_whoever_is_killed_leaves_nothing_running() -> None:
    """Also where it has no time to clear up after itself."""
    code = (
        "from reports.templates import process\n"
        "asleep = 'serve(lambda: __import__(\"time\").sleep(600))'\n"
        "process._START = process._START.replace('serve()', asleep)\n"
        "with process.Process() as ready: ready.ask(b'', process.Limits(patience=600))"
    )
    deadline = time.monotonic() + 60
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT) as asking:
        while len(below := _below(asking.pid)) < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
        asking.kill()
    assert len(below) == 2
    while any(map(_alive, below)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(map(_alive, below))


def _below(pid: int) -> list[int]:
    """The processes that this one started, and those that they did."""
    with suppress(OSError):
        own = [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return [*own, *(each for child in own for each in _below(child))]
    return []


def test_an_endless_answer_is_cut_off(notice: Notice, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import sys\nwhile True: sys.stdout.buffer.write(b'{}' + b'x' * 65536)"
    instead(monkeypatch, code)
    monkeypatch.setattr(filling, "MAX_UNPACKED", 1_000_000)

    with pytest.raises(TemplateRefused, match="cannot be filled"):
        render(notice, template("x"), "t.docx")


def _with_body(xml: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(default("zh"))) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = data.replace(b"<w:sectPr", xml.encode() + b"<w:sectPr", 1)
            target.writestr(name, data)
    return out.getvalue()


BEGIN, END = (f'<w:r><w:fldChar w:fldCharType="{mark}"/></w:r>' for mark in ("begin", "end"))
DROPPED = (
    "<w:r><w:t>{%r if not unit %}</w:t></w:r><w:r><w:instrText>= </w:instrText></w:r><w:r><w:t>{%r endif %}</w:t></w:r>"
)
COMING = {
    "a field": f"<w:p>{BEGIN}{DROPPED}<w:r><w:instrText>INCLUDETEXT /etc/passwd</w:instrText></w:r>{END}</w:p>",
    "an object": "<w:p><w:r><w:t>{% raw %}{{ &lt;/w:t&gt;&lt;w:object/&gt;&lt;w:t&gt; }}{% endraw %}</w:t></w:r></w:p>",
}


@pytest.mark.parametrize("what", COMING)
def test_what_comes_together_only_when_filled_is_refused_as_well(notice: Notice, what: str) -> None:
    start = _with_body(COMING[what])
    check_package(start, "t.docx")

    with pytest.raises(TemplateRefused, match=r"INCLUDETEXT|“object”"):
        render(notice, start, "t.docx")


REACH: dict[str, str] = {
    "read": "open('/etc/passwd')",
    "write": "open(sys.argv[3], 'w')",
    "list": "os.listdir('/')",
    "remove": "os.remove(sys.argv[3])",
    "run": "os.system('true')",
    "start": "__import__('subprocess').Popen(['true'])",
    "become": "os.execv('/bin/true', ['true'])",
    "copy itself": "os.fork()",
    "connect": "socket.create_connection(('127.0.0.1', int(sys.argv[4])), 5)",
    "look up": "socket.getaddrinfo('example.org', 80)",
    "load": "__import__('sqlite3')",
    "call the system": "__import__('ctypes').CDLL(None)",
    "write on": "os.write(os.open(sys.argv[3], 1), b'x')",
}


def _confined(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `code` as what has broken out of the sandbox would run."""
    start = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); import os, socket, resource; "
        "from reports.templates import child; child.confine(memory=2**29, seconds=2)\n" + code
    )
    return subprocess.run(
        [sys.executable, "-c", start, "", "", *arguments], capture_output=True, text=True, check=False, cwd="/"
    )


@pytest.mark.parametrize("what", REACH)
def test_the_process_reaches_nothing_even_where_the_sandbox_fails(what: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text("kept")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        code = f"try: {REACH[what]}\nexcept (OSError, ImportError): print('no')\nelse: print('reached')"
        done = _confined(code, str(kept), str(server.getsockname()[1]))
        with pytest.raises(TimeoutError):
            server.accept()

    assert done.stdout == "no\n", done.stderr
    assert kept.read_text() == "kept"
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


@pytest.mark.skipif(sys.platform != "linux", reason="limits as Linux keeps them")
def test_work_and_memory_have_an_end() -> None:
    assert _confined("while True: pass").returncode == -signal.SIGXCPU
    assert "MemoryError" in _confined("bytearray(2**30)").stderr


def test_the_process_has_no_environment(notice: Notice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "key")
    told = "json.dumps({'code': 'other', 'what': repr(sorted(os.environ))})"
    code = f"import json, os, sys; sys.stdout.write({told} + '\\n')"
    instead(monkeypatch, code)

    with pytest.raises(TemplateRefused) as refused:
        render(notice, template("x"), "t.docx")
    assert "cannot be filled ([" in str(refused.value)
    assert "SECRET" not in str(refused.value)
