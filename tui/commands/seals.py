"""`auditty rounds seal`."""

from __future__ import annotations

import argparse
from pathlib import Path

from checklists.errors import N_
from store.errors import Refused
from store.upkeep import ssh
from store.upkeep.manifest import FOLDER
from store.upkeep.seal import seal
from tui.commands.context import open_workspace
from tui.commands.output import Exit, progress, say, say_json
from tui.i18n import _
from tui.own_files import at_home
from tui.round_words import seal_text


def make(options: argparse.Namespace) -> int:
    """Seal a round and say what was made."""
    key = _key(options)
    workspace = open_workspace(options)
    round_ = workspace.round(options.round)
    made = seal(workspace, round_, key, options.finish, progress(_("Sealing")))
    if options.json:
        say_json({"round": round_.info.id, **vars(made)})
        return Exit.DONE
    say(seal_text(made, workspace.settings.zone))
    say(str(round_.path / FOLDER / f"{made.number}.json"))
    return Exit.DONE


def _key(options: argparse.Namespace) -> Path | None:
    """The key to sign with, None for none."""
    if options.unsigned:
        if options.key:
            raise Refused(N_("--key and --unsigned do not go together"))
        return None
    key = at_home(options.key) if options.key else ssh.default_key()
    if key is None:
        raise Refused(N_("no key to sign with: there is no ~/.ssh/id_ed25519; name one with --key FILE, or --unsigned"))
    return key
