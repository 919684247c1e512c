"""Screens from which records are put side by side: one item over all units, one unit over all rounds."""

from __future__ import annotations

from store.rounds import Round
from tui.screens.base import BaseScreen

LAST_ITEM = "across:"
"""The place under which the item that was looked at last in a round is remembered, the round's id behind it."""


class AcrossOpener(BaseScreen):
    """Leads to either."""

    def open_item(self, round_: Round, ref: str, unit: str = "") -> None:
        """One item over all units of the round, the cursor on the unit."""
        from tui.screens.item import ItemScreen

        self.session.places.put(LAST_ITEM + round_.info.id, ref)
        self.app.push_screen(ItemScreen(round_, ref, unit))

    def open_unit(self, unit: str, name: str, round_id: str = "", ref: str = "") -> None:
        """One unit over all rounds, the cursor on the item, or on the round."""
        from tui.screens.unit import UnitScreen

        self.app.push_screen(UnitScreen(unit, name, round_id, ref))

    def choose_item(self, round_: Round, unit: str = "") -> None:
        """Ask which item, then as `open_item`."""
        from tui.screens.items import ItemsScreen

        def chosen(ref: object) -> None:
            if ref:
                self.open_item(round_, str(ref), unit)

        start = self.session.places.get(LAST_ITEM + round_.info.id)
        self.app.push_screen(ItemsScreen(round_, start), chosen)
