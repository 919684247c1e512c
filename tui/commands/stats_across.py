"""`auditty stats item`: records put side by side; `store.across` reads them."""

from __future__ import annotations

import argparse

from store.across import item as over_units
from store.clock import shown
from tui.commands.context import open_workspace
from tui.commands.output import Exit, complain, progress, say, say_json, table
from tui.i18n import VERDICTS as VERDICT_NAMES
from tui.i18n import _, current_language


def item(options: argparse.Namespace) -> int:
    """How every unit of a round stands on one item."""
    workspace = open_workspace(options)
    round_ = workspace.round(options.round)
    told = progress(_("reading sheets"), patience=0.5)
    found = over_units.read(round_, workspace.hands, options.item, progress=told)
    asked, lang = found.question, current_language()
    units = [each for each in found.units.values() if not options.only or each.verdict in options.only]
    if options.json:
        say_json(
            {
                "item": asked.ref,
                "number": asked.number,
                "text": asked.item.text.get(lang),
                "counts": found.counts,
                "units": [
                    {
                        "unit": each.unit.code,
                        "name": each.unit.name,
                        "verdict": each.verdict,
                        "mark": each.mark.to_value() if each.mark else None,
                        "who": each.who,
                        "time": each.time,
                        "conflict": each.conflict,
                    }
                    for each in units
                ],
                "damaged": sorted(found.damaged),
            }
        )
    else:
        say(f"{asked.number}  {asked.item.text.get(lang)}")
        counts = (f"{_(VERDICT_NAMES[verdict])} {count}" for verdict, count in found.counts.items())
        say("  ".join(counts))
        zone = workspace.settings.zone
        table(
            [
                (
                    _(VERDICT_NAMES[each.verdict]),
                    each.unit.code,
                    each.unit.name,
                    each.who,
                    shown(each.time, zone) if each.time else "",
                    each.said,
                )
                for each in units
            ],
            (_("Mark"), _("Code"), _("Unit"), _("Who"), _("When"), _("Written")),
        )
    for error in found.damaged.values():
        complain(error)
    return Exit.NO if found.damaged else Exit.DONE
