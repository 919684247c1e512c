"""Where no workspace is open: make a sample, make a new one, or open one."""

from __future__ import annotations

from pathlib import Path

from store.workspace import Workspace
from tui.i18n import N_, _, current_language
from tui.own_files import at_home
from tui.screens.base import bindings_of
from tui.screens.with_form import FormScreen
from tui.widgets.form import Field, Form
from tui.widgets.look import DIM, KEY, PLAIN
from tui.widgets.rows import Row, RowList
from tui.widgets.text import wrap

CHOICES = {
    "demo": ("1", N_("A sample workspace"), N_("made-up schools and clinics, to look around in")),
    "create": ("2", N_("A new workspace"), N_("an empty one for your own units and rounds")),
    "open": ("3", N_("Open a workspace"), N_("one that is on this machine already")),
}


class WelcomeScreen(FormScreen):
    """Three ways in."""

    NAME = "welcome"
    BINDINGS = bindings_of(NAME)

    def begin(self) -> None:
        self._use = ""
        super().begin()
        self.reflow()

    def reflow(self) -> None:
        text = _("auditty walks checklists, records what is found, and writes the rectification notice.")
        self.pane.show([[(f" {part}", DIM)] for part in wrap(text, max(20, self.size.width - 2))])

    def redraw(self) -> None:
        self.title_bar("auditty")
        self.rows.set_rows(
            [
                Row(id, [(f" {key}  ", KEY), (f"{_(title)}  ", PLAIN), (_(text), DIM)])
                for id, (key, title, text) in CHOICES.items()
            ]
        )

    async def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Enter on a way in."""
        await self._begin(message.id)

    async def action_demo(self) -> None:
        """A sample workspace."""
        await self._begin("demo")

    async def action_create(self) -> None:
        """A new workspace."""
        await self._begin("create")

    async def action_open(self) -> None:
        """One that is there."""
        await self._begin("open")

    async def _begin(self, use: str) -> None:
        self._use = use
        self.keys()
        folder = {"demo": "auditty-demo", "create": "auditty-work", "open": ""}[use]
        fields = [Field("folder", _("Folder"), folder, required=True, max_length=1000)]
        if use == "create":
            fields.append(Field("title", _("Title"), max_length=200))
        await self.ask(fields, _(CHOICES[use][1]), enter=_("Enter go in"))

    async def on_form_saved(self, message: Form.Saved) -> None:
        """Go in."""
        form, folder, title = message.form, at_home(message.values["folder"]), message.values.get("title", "")
        if self._use == "demo":
            await self._make_sample(form, folder)
        elif self.attempt(lambda: self._enter(folder, title)):
            form.close()
            self._go_in()

    async def _make_sample(self, form: Form, folder: Path) -> None:
        from tui.demo import make
        from tui.screens import making

        def made(workspace: Workspace) -> None:
            self.session.workspace_ = workspace
            self.session.sign_in(workspace.hands.who)
            self._go_in()

        label, stopped = _("Making the sample workspace"), _("Stopped: no sample was made.")
        await making.make(self, form, lambda told: make(folder, current_language(), told), made, label, stopped)

    def _enter(self, folder: Path, title: str) -> None:
        session = self.session
        if self._use == "create":
            session.workspace_ = Workspace.create(folder, title or folder.name, current_language())
        else:
            session.workspace_ = Workspace(folder)
        session.settle_who("")

    def _go_in(self) -> None:
        from tui.screens.rounds import RoundsScreen

        self.app.push_screen(RoundsScreen())  # which leaves the program, not back to here
