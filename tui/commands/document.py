"""`auditty document`."""

from __future__ import annotations

import argparse
from pathlib import Path

from checklists.errors import N_
from reports.kinds import KINDS
from store.disk import Disk
from store.errors import Refused
from tui.commands.context import has_workspace, open_workspace
from tui.commands.output import Exit, say
from tui.i18n import current_language


def template(options: argparse.Namespace) -> int:
    """Write the template that a document of this kind starts from, in the workspace's layout if there is one."""
    path, disk = Path(options.file), Disk()
    if disk.size(path) is not None:
        raise Refused(N_("{path} is there already; choose another name"), path=path)
    settings = open_workspace(options).settings if has_workspace(options) else None
    lang = options.lang or (settings.language if settings else current_language())
    disk.replace(path, KINDS[options.kind].default_template(lang, settings.layout if settings else None), durable=True)
    say(str(path))
    return Exit.DONE
