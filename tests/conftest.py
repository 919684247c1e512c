"""What every test runs under: a clean environment, English, and no silent skips where everything must be there."""

from __future__ import annotations

import os
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tui.i18n import set_language

# No deadline: a test must not depend on the speed of the machine. Derandomised: a red run stays red when repeated.
settings.register_profile("test", deadline=None, derandomize=True, max_examples=60)
settings.register_profile("torture", deadline=None, max_examples=5_000)
settings.load_profile("test")

# Read before `clean_environment` drops it. Set by `make test-system`.
NO_SKIP = os.environ.get("AUDITTY_NO_SKIP") == "1"

PERSONAL = (
    "COLORTERM", "COLUMNS", "EDITOR", "FORCE_COLOR", "LANGUAGE", "LINES", "NO_COLOR", "SSH_AUTH_SOCK",
    "SSH_CONNECTION", "SSH_TTY", "TMUX", "VISUAL", "WT_SESSION",
)  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-snapshots", action="store_true", help="take the pictures of the screens anew")


@pytest.fixture(scope="session", autouse=True)
def clean_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing of the person at this machine: neither home nor settings, locale, time zone, terminal or umask."""
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name in PERSONAL or name.startswith(("AUDITTY_", "LC_", "TEXTUAL", "XDG_")):
                patch.delenv(name)
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("LANG", "C.UTF-8")
        patch.setenv("TERM", "xterm-256color")
        # Not UTC, so that local time taken for UTC shows; and spelled out, so that no zone file is needed.
        patch.setenv("TZ", "CST-8")
        time.tzset()
        umask = os.umask(0o022)
        yield
        os.umask(umask)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Every test starts in English, whatever the one before it chose."""
    set_language("en")
    yield
    set_language("en")


def _refuse_skip(report: Any) -> None:
    if NO_SKIP and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason} (a skip is a failure here)"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the project."""
    return Path(__file__).resolve().parent.parent
