"""`auditty document`."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from checklists.errors import N_
from reports.kinds import KINDS
from store.disk import Disk
from store.errors import Refused
from tui.commands.context import has_workspace, open_workspace
from tui.commands.output import Exit, say, say_json, table
from tui.i18n import _, current_language, joined

_MOST_PLACES = 3

if TYPE_CHECKING:
    from reports.checking.model import Check

MAX_CHECKED = 64 * 1024 * 1024
"""Bytes of a Word file that is checked."""


def check(options: argparse.Namespace) -> int:
    """Say how a Word file stands against the layout: the workspace's if there is one, else the standard's."""
    from reports.docx_check import check as checks_of
    from reports.profile import profile_for

    path = Path(options.file)
    settings = open_workspace(options).settings if has_workspace(options) else None
    lang = options.lang or (settings.language if settings else current_language())
    data = Disk().read_at_most(path, MAX_CHECKED)
    if len(data) > MAX_CHECKED:
        raise Refused(N_("{file}: larger than {limit} MiB"), file=path, limit=MAX_CHECKED // 1024 // 1024)
    found = checks_of(data, str(path), profile_for(lang, settings.layout if settings else None))
    if options.json:
        say_json([asdict(each) | {"where": [place._asdict() for place in each.where]} for each in found])
    else:
        rows = [
            (_("ok") if each.ok else _("NO"), _(each.label), _(each.expected), _(each.found), _where(each))
            for each in found
        ]
        table(rows, ("", _("What"), _("Expected"), _("Found"), _("Where")))
    return Exit.DONE if all(each.ok for each in found) else Exit.NO


def _where(check: Check) -> str:
    """Where a document departs, for reading."""
    places = [_(place.text).format(number=place.number, words=place.words) for place in check.where]
    return joined(places[:_MOST_PLACES] + ["…"] * (len(places) > _MOST_PLACES))


def template(options: argparse.Namespace) -> int:
    """Write the template that a document of this kind starts from, in the workspace's layout if there is one."""
    path, disk, kind = Path(options.file), Disk(), KINDS[options.kind]
    if disk.size(path) is not None:
        raise Refused(N_("{path} is there already; choose another name"), path=path)
    settings = open_workspace(options).settings if has_workspace(options) else None
    lang = options.lang or (settings.language if settings else current_language())
    disk.replace(path, kind.default_template(lang, settings.layout if settings else None), durable=True)
    say(str(path))
    return Exit.DONE
