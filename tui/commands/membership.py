"""`auditty rounds join` and `auditty rounds leave`."""

from __future__ import annotations

import argparse

from store import round_units
from tui.commands.context import open_workspace
from tui.commands.output import Exit


def join(options: argparse.Namespace) -> int:
    """Units join a running round, or come back to it."""
    workspace = open_workspace(options)
    round_units.join(workspace.round(options.round), options.codes, options.reason, workspace.units)
    return Exit.DONE


def leave(options: argparse.Namespace) -> int:
    """Units leave a running round; their sheets stay and are not counted."""
    round_units.leave(open_workspace(options).round(options.round), options.codes, options.reason)
    return Exit.DONE
