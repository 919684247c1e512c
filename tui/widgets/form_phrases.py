"""What a form offers while a text is typed in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from textual.timer import Timer
from textual.widget import Widget

from tui.i18n import _
from tui.widgets.field import Choice
from tui.widgets.form_fields import Slot
from tui.widgets.form_page import FormPage
from tui.widgets.look import PLAIN
from tui.widgets.offers import Offer, offered, put_in

if TYPE_CHECKING:
    from tui.widgets.chooser import Chooser

REST_SECONDS = 0.15
"""How long the typing must rest before other phrases are offered."""


class FormPhrases(FormPage):
    """F6 to F8 take what is offered of the current field's phrases, F4 opens the list of them all."""

    _rest: Timer | None = None

    def set_phrases(self, name: str, phrases: Sequence[str]) -> None:
        """Offer other phrases in a field, the best first."""
        slot = self._slots[name]
        slot.field = replace(slot.field, phrases=phrases)
        self._offer()

    def _offer(self) -> None:
        """Offer what fits what was typed: not with every key, but when the typing rests."""
        slot = self._current()
        offers: list[Offer] = []
        if slot is not None and slot.field.phrases and not isinstance(slot.widget, Choice):
            offers = offered(slot.field.phrases, slot.widget.value, slot.widget.cursor)
        if offers != self._offers:
            self._offers = offers
            self.refresh()

    def action_take(self, number: int) -> None:
        """Put a phrase that is offered where the cursor is."""
        self._offer()
        current = self._current()
        if current and number < len(self._offers):
            self._put(current, self._offers[number])

    async def action_phrases(self) -> None:
        """A list of all phrases of the field, to choose one from."""
        slot = self._current()
        if slot is None or not slot.field.phrases or isinstance(slot.widget, Choice):
            return
        phrases, field = list(dict.fromkeys(slot.field.phrases)), slot.widget

        def take(number: str) -> None:
            self._put(slot, put_in(phrases[int(number)], phrases, field.value, field.cursor))

        from tui.widgets.chooser import Entry

        chooser = await self.chooser()
        chooser.open(_("Phrases"), "f4", self, take)
        entries = [Entry(str(number), phrase, [(f" {phrase}", PLAIN)]) for number, phrase in enumerate(phrases)]
        chooser.fill(entries, "")

    async def chooser(self) -> Chooser:
        """A list that can stand in the form's place."""
        from tui.widgets.chooser import Chooser

        beside = cast("Widget", self.parent)
        if not beside.query(Chooser):
            await beside.mount(Chooser())
        return beside.query_one(Chooser)

    def _put(self, slot: Slot, offer: Offer) -> None:
        if not isinstance(slot.widget, Choice):
            slot.widget.replace(offer.text, offer.start, offer.end)
            self._offer()

    def _offer_soon(self) -> None:
        """Offer anew when the typing rests."""
        current = self._current()
        if current and current.field.phrases:
            if self._rest is not None:
                self._rest.stop()
            self._rest = self.set_timer(REST_SECONDS, self._offer)
