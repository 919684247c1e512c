"""`auditty rounds finish`, `resume`, `reopen`, `void`, `archive` and `unarchive`: the states of a round."""

from __future__ import annotations

import argparse

from store import states
from tui.commands.context import open_workspace
from tui.commands.output import Exit


def finish(options: argparse.Namespace) -> int:
    """Mark a round finished."""
    states.finish(open_workspace(options).round(options.round))
    return Exit.DONE


def resume(options: argparse.Namespace) -> int:
    """Let a finished round run again."""
    states.resume(open_workspace(options).round(options.round))
    return Exit.DONE


def reopen(options: argparse.Namespace) -> int:
    """Open a sealed round again, or take back that one is void."""
    states.reopen(open_workspace(options).round(options.round), options.reason)
    return Exit.DONE


def void(options: argparse.Namespace) -> int:
    """Say that nothing of a round counts."""
    states.void(open_workspace(options).round(options.round), options.reason)
    return Exit.DONE


def archive(options: argparse.Namespace) -> int:
    """Put a round out of the way."""
    states.archive(open_workspace(options).round(options.round), options.reason)
    return Exit.DONE


def unarchive(options: argparse.Namespace) -> int:
    """Bring a round back from the archive."""
    states.unarchive(open_workspace(options).round(options.round), options.reason)
    return Exit.DONE
