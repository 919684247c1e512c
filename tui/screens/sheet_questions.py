"""The forms of a sheet in general, and what it asks: who is recording, whose word stands."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from store.clock import shown
from store.conflicts import open_in, settle
from store.errors import Conflict
from tui.i18n import _, labelled
from tui.screens.sheet_view import OTHER
from tui.screens.who import take_who, who_fields
from tui.widgets.form import Field, Form
from tui.wordings import items_of, recorded, subject, whole

if TYPE_CHECKING:
    from tui.screens.sheet import SheetScreen

Use = Callable[[Mapping[str, str], bool], Awaitable[None]]


class Questions:
    """One form at a time, carried out by what was given with it."""

    def __init__(self, screen: SheetScreen) -> None:
        self._screen = screen
        self._use: Use | None = None

    @property
    def busy(self) -> bool:
        """Whether a form is open."""
        return self._use is not None

    async def open(
        self,
        fields: list[Field],
        title: str,
        use: Use,
        more: str = "",
        text: Sequence[str] = (),
        foot: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Show a form; `use` carries out what was typed. The rest as in `FormScreen.ask`."""
        self._use = use
        await self._screen.ask(fields, title, more=more, text=text, foot=foot)

    @property
    def _form(self) -> Form:
        return self._screen.form

    async def saved(self, values: Mapping[str, str], more: bool = False) -> None:
        """Carry out the open form."""
        if self._use is not None:
            await self._use(values, more)

    def left(self) -> None:
        """The form was left without saving."""
        self._use = None

    def close(self) -> None:
        """Close the open form."""
        self._use = None
        self._form.close()

    async def asks_who(self, then: Callable[[], Awaitable[Any]], to_read: bool = False) -> bool:
        """Where the login is shared, ask once a session who is recording, before the first change; `then` follows.

        Where nothing can be recorded, say why instead, unless the form is one to be read too.
        """
        session = self._screen.session
        if not to_read and not self._screen.attempt(self._screen.sheet.record.check):
            return True
        fields = who_fields(session)
        if not fields:
            return False

        async def use(values: Mapping[str, str], more: bool) -> None:
            take_who(session, values)
            self.close()
            await then()

        text = [_("The left and right arrow keys choose.")]
        await self.open(fields, _("Who is recording? Asked once, until you quit"), use, text=text)
        return True

    async def ask_which(self, conflict: Conflict, mine: Callable[[], Awaitable[Any]]) -> None:
        """The item changed meanwhile: both values stand in the form, the person chooses."""
        screen = self._screen

        async def use(values: Mapping[str, str], more: bool) -> None:
            self.close()
            if values["which"] == "mine":
                await mine()
            else:
                screen.keys()

        choices = [("theirs", _("keep theirs")), ("mine", _("record mine"))]
        title = _("{who} changed this item meanwhile").format(who=conflict.params["who"])
        values = [
            _("theirs: {value}").format(value=whole(conflict.theirs)),
            _("mine: {value}").format(value=whole(conflict.mine)),
        ]
        await self.open([Field("which", _("Which?"), "theirs", "choice", choices)], title, use, text=values)

    async def settle(self) -> None:
        """Ask what stands of the values in conflict: of the item under the cursor, else of the sheet's first such."""
        if await self.asks_who(self.settle):
            return
        screen = self._screen
        found = open_in(screen.sheet.record)
        if not found:
            screen.say(_("Nothing is in conflict on this sheet."))
            return
        here = screen.rows.cursor_id
        conflict = next((each for each in found if here in (each.key, OTHER + each.key)), found[0])
        table, key = conflict.table, conflict.key

        async def use(values: Mapping[str, str], more: bool) -> None:
            if await screen.record(lambda: settle(screen.sheet.record, table, key, values["which"])):
                self.close()
                screen.settled(key)

        zone = screen.session.workspace.settings.zone
        choices = [(event.id, f"{number} {event.who}") for number, event in enumerate(conflict.claims, 1)]
        said = [
            labelled(f"{label} {shown(event.time, zone)}", recorded(table, event.after))
            for (_id, label), event in zip(choices, conflict.claims, strict=True)
        ]
        title = _("In conflict: {what}").format(what=subject(conflict.stands, items_of(screen.sheet.checklists)))
        stands = conflict.stands.id
        await self.open([Field("which", _("Which?"), stands, "choice", choices)], title, use, text=said)
