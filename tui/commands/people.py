"""`auditty inspectors`."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from store.model import Inspector
from tui.commands.context import name, open_workspace
from tui.commands.output import Exit, say, say_json, table
from tui.i18n import _


def show(options: argparse.Namespace) -> int:
    """List the inspectors."""
    inspectors = open_workspace(options).inspectors.values()
    if options.json:
        say_json([asdict(inspector) for inspector in inspectors])
    elif inspectors:
        table(
            [(person.name, person.post, person.certificate) for person in inspectors],
            (_("Name"), _("Post"), _("Certificate")),
        )
    else:
        say(_("No inspectors yet; add one with “auditty inspectors add NAME --post POST --certificate NUMBER”"))
    return Exit.DONE


def add(options: argparse.Namespace) -> int:
    """Add an inspector, or change the one of that name."""
    open_workspace(options).set_inspectors(
        [Inspector(name=name(options.name), post=name(options.post), certificate=name(options.certificate))]
    )
    return Exit.DONE
