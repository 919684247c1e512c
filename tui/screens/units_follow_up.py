"""The keys of a round's units screen that have to do with follow-ups, each with its form in place."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping, Sequence

from store.progress import Progress
from tui.i18n import _
from tui.screens import making
from tui.screens.membership import MembershipScreen
from tui.screens.reading import read_and_wait
from tui.screens.who import who_fields


class UnitsFollowUp(MembershipScreen):
    """A screen of the units of `_round`."""

    async def action_follow_up(self) -> None:
        """Make a round of what this one left open."""
        from tui.screens import follow_up

        def work(values: Mapping[str, str]) -> Awaitable[None]:
            return follow_up.make(
                self, self.form, self._round, values, lambda made: self.say(follow_up.made_text(made))
            )

        self._work = work
        fields, text = follow_up.making_fields(self.session, self._round), follow_up.already(self.session, self._round)
        await self.ask(fields, follow_up.making_title(), text=text)

    async def action_take_over(self) -> None:
        """The results of the unit under the cursor, on a group of all units, into the ledgers."""
        from tui.screens import follow_up

        if not self._round.info.parent:
            self.say(_("Only a follow-up has results for the ledger."))
            return
        session, code = self.session, self.rows.cursor_id
        codes = [code] if code in self._round.units else []

        def read(progress: Progress) -> list[str]:
            return follow_up.plan(session, self._round, codes, progress)[0]

        await read_and_wait(
            self, _("Reading"), read, lambda lines: self.call_next(self._ask_to_take_over, codes, lines)
        )

    async def _ask_to_take_over(self, codes: Sequence[str], lines: Sequence[str]) -> None:
        from tui.screens import follow_up

        if not lines:
            self.say(_("There is nothing to take over."))
            return

        def work(values: Mapping[str, str]) -> str | Awaitable[None]:
            if values["sure"] != "yes":
                return _("Nothing was done.")
            return making.make(
                self,
                self.form,
                lambda progress: follow_up.take_over(self.session, self._round, codes, progress),
                self.say,
                _("Taking over"),
            )

        self._work = work
        name = self._round.units[codes[0]].name if codes else _("all units")
        title = _("Into the ledger of {name}").format(name=name)
        await self.ask([*who_fields(self.session), follow_up.sure_field()], title, text=lines)
