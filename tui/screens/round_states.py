"""The keys that change a round's state: each asks in a form in the place of the facts, for a reason or for a key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from threading import Event
from typing import TYPE_CHECKING

from checklists.errors import N_, AudittyError
from store import states
from store.errors import Refused
from store.guard import ARCHIVED, FINISHED, RUNNING, SEALED, VOID
from store.rounds import Round
from store.seals import standing
from tui.i18n import _, translate
from tui.own_files import at_home
from tui.screens.terminal import terminal_of
from tui.screens.who import take_who, who_fields
from tui.screens.with_form import form_keys
from tui.widgets.form import Field, Form
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from store.followup import Made
    from tui.screens.rounds import RoundsScreen

Work = Callable[[Mapping[str, str]], Awaitable[None] | None]
"""What a form is for. What takes long sees to the form itself and is waited for."""

KEY, NONE = "key", "none"
"""How a seal is signed: with the key of a file, or not at all."""


class StateForms:
    """What the screen of rounds asks before it changes a state, and what it then does."""

    def __init__(self, screen: RoundsScreen) -> None:
        self._screen = screen
        self._work: Work | None = None
        self._form: Form | None = None

    async def finish(self, round_: Round) -> None:
        """Finished, or running again; asks only who records."""
        if round_.info.state not in (RUNNING, FINISHED):
            self._refuse(round_)
            return
        turn = states.finish if round_.info.state == RUNNING else states.resume
        fields = who_fields(self._screen.session)
        title = _("Mark the round finished") if round_.info.state == RUNNING else _("Let the round run again")
        if fields:
            await self._ask(fields, title, lambda values: turn(round_))
        elif self._screen.attempt(lambda: turn(round_)):
            self._screen.done()

    async def seal(self, round_: Round) -> None:
        """Seal, a running round too, and sign with the key of a file."""
        if round_.info.state in (VOID, ARCHIVED) or standing(round_) is not None:
            self._refuse(round_)
            return
        from store.upkeep import ssh

        choices = [(KEY, _("with an SSH key")), (NONE, _("not at all: it then proves little"))]
        key = ssh.default_key()
        fields = [
            Field("sign", _("Sign"), KEY, "choice", choices),
            Field("path", _("Key file"), str(key or ""), placeholder="~/.ssh/id_ed25519", max_length=1000),
        ]
        title = _("Finish and seal: its marks stay as they are") if round_.info.state == RUNNING else ""
        await self._ask(
            fields, title or _("Seal: its marks stay as they are"), lambda values: self._seal(round_, values)
        )

    def _seal(self, round_: Round, values: Mapping[str, str]) -> None:
        from store.upkeep.seal import seal
        from tui.commands.output import progress

        key = None
        if values["sign"] == KEY:
            if not values["path"].strip():
                raise Refused(N_("name the file of the key, private, or public if the agent has the other half"))
            key = at_home(values["path"].strip())
        stop = Event()
        with terminal_of(self._screen.app, stop) as failed:
            tell = progress(_("Sealing (Ctrl+C stops)"))

            def told(done: int, of: int) -> None:
                if stop.is_set():
                    raise Refused(N_("stopped: the round has no seal; seal it again"))
                tell(done, of)

            try:
                seal(self._screen.session.workspace, round_, key, True, told)
            except AudittyError as error:
                failed.append(error)
        if failed:
            raise failed[0]

    async def follow_up(self, round_: Round) -> None:
        """Make a round of what this one left open."""
        from tui.screens import follow_up

        def made(found: Made) -> None:
            self._screen.made(found.round.info.id)
            self._screen.say(follow_up.made_text(found))

        def work(values: Mapping[str, str]) -> Awaitable[None]:
            assert self._form is not None
            return follow_up.make(self._screen, self._form, round_, values, made)

        session = self._screen.session
        text = follow_up.already(session, round_)
        await self._ask(follow_up.making_fields(session, round_), follow_up.making_title(), work, text)

    async def reopen(self, round_: Round) -> None:
        """Open a sealed round again, or take back that it is void."""
        await self._reason(round_, (SEALED, VOID), _("Open the round again: why?"), states.reopen)

    async def void(self, round_: Round) -> None:
        """Say that nothing of the round counts."""
        await self._reason(
            round_, (RUNNING, FINISHED, SEALED), _("Void: nothing of it counts any more. Why?"), states.void
        )

    async def archive(self, round_: Round) -> None:
        """Out of the way, or back from there."""
        if round_.info.state == ARCHIVED:
            await self._reason(round_, (ARCHIVED,), _("Back from the archive"), states.unarchive, needed=False)
        else:
            await self._reason(round_, (FINISHED, SEALED), _("Into the archive: why?"), states.archive)

    async def _reason(
        self,
        round_: Round,
        allowed: tuple[str, ...],
        title: str,
        turn: Callable[[Round, str], None],
        needed: bool = True,
    ) -> None:
        if round_.info.state not in allowed:
            self._refuse(round_)
            return
        field = Field("reason", _("Reason"), required=needed, max_length=1000)
        await self._ask([field], title, lambda values: turn(round_, values["reason"]))

    def _refuse(self, round_: Round) -> None:
        self._screen.complain(states.instead(round_.info.id, round_.info.state))

    async def _ask(self, fields: list[Field], title: str, work: Work, text: Sequence[str] = ()) -> None:
        self._work = work
        asked = who_fields(self._screen.session)
        wanted = [*asked, *(field for field in fields if field not in asked)]
        pane = self._screen.query_one(Pane)
        if self._form is None:
            self._form = Form()
            await self._screen.mount(self._form, after=pane)
        await self._form.open(wanted, title=title, keys=form_keys(len(wanted)), instead_of=pane, text=text)

    async def saved(self, values: Mapping[str, str]) -> None:
        """Carry out what the form is for. What goes wrong is said in it, and nothing that was typed is lost."""
        assert self._work is not None
        assert self._form is not None
        take_who(self._screen.session, values)
        try:
            going_on = self._work(values)
        except AudittyError as error:
            self._form.set_error(list(values)[-1], translate(error))
            return
        if going_on is not None:
            await going_on
            return
        self._form.close()
        self._screen.done()
