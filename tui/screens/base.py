"""What every screen has: a title line, a line of keys and of what is durable, bindings from the registry, a filter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partialmethod
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from checklists.errors import AudittyError
from tui.actions import LIST_KEYS, TITLES, Action, actions_of, textual_keys
from tui.i18n import _
from tui.screens.last_line import fitting, key_hints
from tui.widgets.bar import LineBar
from tui.widgets.canvas import Line, Part, line_width
from tui.widgets.field import LineInput
from tui.widgets.look import DIM, ERROR, HEADING, OK, PLAIN
from tui.widgets.pane import Pane
from tui.widgets.plain import PlainScreen
from tui.widgets.rows import RowList
from tui.widgets.text import fit

if TYPE_CHECKING:
    from textual.worker import Worker

    from tui.app import AudittyApp
    from tui.session import Session


MOST_COPIED = 24_000
"""Characters: terminals take some 74 KB of base64, three bytes a Han character."""

OTHERS_SECONDS = 1.5
"""How often is looked for what others wrote (design: visible within 2 s)."""


def bindings_of(name: str) -> list[BindingType]:
    """The bindings of the screen `name`. Enter and Space are the list's own keys and come as its messages."""
    return [
        Binding(textual_keys(action), action.id, id=f"{name}.{action.id}", show=False)
        for action in actions_of(name)
        if action.keys and action.keys not in LIST_KEYS
    ]


class BaseScreen(PlainScreen[object]):
    """A screen named as in the registry, with a list in its middle."""

    NAME: ClassVar[str]

    reading: Worker[None] | None = None
    """What reads in a thread, as soon as it takes so long that it is said how far it is."""

    @property
    def session(self) -> Session:
        """The run of the program."""
        return cast("AudittyApp", self.app).session

    @property
    def rows(self) -> RowList:
        """The screen's list."""
        return self.query_one(RowList)

    @property
    def actions(self) -> tuple[Action, ...]:
        """What can be done here."""
        return actions_of(self.NAME)

    def key(self, action_id: str, screen: str = "") -> str:
        """The key of an action, of another screen too, for a text that names it; else what the palette finds it by."""
        action = next(each for each in actions_of(screen or self.NAME) if each.id == action_id)
        return action.key or f"“{_(action.label)}”"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While something is typed or picked, no key is a command of the screen but the one that lists the keys."""
        return self.is_free or action == "help" or all(each.id != action for each in self.actions)

    @property
    def is_free(self) -> bool:
        """Whether the screen's list has the keys, and no form, field or list in its place."""
        return self.focused is None or self.focused is self.rows

    def compose(self) -> ComposeResult:
        yield LineBar(id="title")
        yield from self.body()
        yield LineBar(id="keys")
        yield LineInput(id="filter", placeholder="")

    def body(self) -> ComposeResult:
        """What stands between the title and the keys."""
        yield RowList()

    def on_mount(self) -> None:
        self.begin()

    async def _on_message(self, message: Message) -> None:
        # Whatever a message leads to, its own first drawing included: an error a person can understand ends nothing.
        try:
            await super()._on_message(message)
        except AudittyError as error:
            self.complain(error)

    def begin(self) -> None:
        """Draw the screen for the first time. Screens override this: Textual calls the `on_mount` of every base too."""
        self.filter_text = ""
        self._end: Line | None = None
        self.query_one("#filter").display = False
        self.rows.focus()
        self.redraw()
        self.keys()
        if self.session.remark:
            self.say(self.session.remark)
            self.session.remark = ""

    def on_resize(self, event: events.Resize) -> None:
        """As many key hints as fit now; a word at the bottom stays."""
        if self._end is not None:
            self.keys(self._end)
        self.call_after_refresh(lambda: self.attempt(self.reflow))

    def reflow(self) -> None:
        """Draw anew what was cut or wrapped for the width: the screen has a new size, and is laid out for it."""

    def redraw(self) -> None:
        """Draw what the screen shows, from the store."""

    # Bars

    def title_bar(self, left: str, right: Line = ()) -> None:
        """Where one is, and how far."""
        self.query_one("#title", LineBar).show([(f" {left}", HEADING)], [*right, (" ", PLAIN)])

    def keys(self, right: Line = ()) -> None:
        """The keys that matter now, and at the right what is on disk."""
        self._end = right
        if narrowing := fit(self.narrowing(), self.size.width // 2).rstrip():
            right = [(f"{narrowing}  " if right else narrowing, DIM), *right]
        end: Line = [*right, (" ", PLAIN)] if right else ()
        start: list[Part] = [(f" /{self.filter_text}", HEADING)] if self.filter_text else []
        room = self.size.width - line_width(start) - line_width(end) - bool(end)
        self.query_one("#keys", LineBar).show([*start, *key_hints(self.actions, room)], end)

    def narrowing(self) -> str:
        """What keys hide of the list, or how they sorted it: said at the right, whatever else is."""
        return ""

    def saved(self) -> None:
        """Say that what was done is on disk."""
        self.keys([(_("saved"), OK)])

    def say(self, text: str) -> None:
        """A word at the bottom, until the next key that changes something."""
        self._end = None
        self.query_one("#keys", LineBar).show([(f" {text}", PLAIN)])

    def complain(self, error: AudittyError, unsaved: bool = False) -> None:
        """An error at the bottom; where it does not fit, files are named without their folders, else not at all.

        `unsaved`: what was to be recorded is not on disk.
        """
        self._end = None
        lead = _("not saved: {why}") if unsaved else "{why}"
        self.query_one("#keys", LineBar).show([(f" {fitting(error, lead, self.size.width - 1)}", ERROR)])

    def attempt(self, work: Callable[[], None]) -> bool:
        """Do `work`; an error a user can understand is shown, and nothing is lost. Says whether it went well."""
        try:
            work()
        except AudittyError as error:
            self.complain(error)
            return False
        return True

    def action_copy(self) -> None:
        """What stands beside or under the list, into the clipboard of whoever sits at the terminal."""
        self.copy(self.as_text())

    def as_text(self) -> str:
        """What there is to copy."""
        pane = self.query_one_optional(Pane)
        return pane.text if pane else ""

    def copy(self, text: str) -> None:
        """Give `text` to the terminal's clipboard (OSC 52), as much of it as terminals take."""
        if text:
            self.app.copy_to_clipboard(text[:MOST_COPIED])
            self.say(_("Copied, if this terminal knows how (OSC 52)."))

    @property
    def on_top(self) -> bool:
        """Whether people see this screen. Textual's `is_current` takes in those below: they have no background."""
        return self.app.screen is self

    def follow(self, stamps: Callable[[], object], changed: Callable[[], None]) -> None:
        """Call `changed` soon after `stamps()`, which must be cheap, gives another answer than before.

        What happens while another screen lies upon this one is left to `on_screen_resume`.
        """
        seen = stamps()

        def look() -> None:
            nonlocal seen
            before, seen = seen, stamps()
            if seen != before and self.on_top:
                changed()

        self.set_interval(OTHERS_SECONDS, lambda: self.attempt(look))

    def from_thread(self, callback: Callable[..., object], *arguments: object) -> None:
        """Call back from a thread; nothing happens if the screen was left meanwhile, for there is none to draw on."""

        def on_screen() -> None:
            if self.is_attached and self.query("#title"):
                callback(*arguments)

        self.app.call_from_thread(on_screen)

    # Keys that every screen has

    def action_back(self) -> None:
        """One step back; from the first screen, out."""
        if self.filter_text:
            self.set_filter("")
        elif len(self.app.screen_stack) > 1:
            self.dismiss(None)
        else:
            self.app.exit(0)

    def action_help(self) -> None:
        """The keys of this screen."""
        from tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.NAME, typing=self.focused is not self.rows))

    def action_palette(self) -> None:
        """Find an action by its words."""
        from tui.screens.palette import PaletteScreen

        async def chosen(found: object) -> None:
            screen, _colon, action_id = str(found or "").rpartition(":")
            if screen:
                label = next(_(each.label) for each in actions_of(screen) if each.id == action_id)
                text = _("“{label}” is on another screen, {screen}: {key}")
                self.say(text.format(label=label, screen=_(TITLES[screen]), key=self.key(action_id, screen)))
            elif action_id:
                await self.run_action(action_id)

        self.app.push_screen(PaletteScreen(self.NAME), chosen)

    def _theme(self, name: str) -> None:
        """Other colours, from now on."""
        from tui.themes import remember

        cast("AudittyApp", self.app).show_theme(name)
        remember(name)
        if self.app.no_color:
            self.say(_("The theme is remembered, but $NO_COLOR is set: no colours here"))

    action_theme_ansi = partialmethod(_theme, "ansi")
    action_theme_light = partialmethod(_theme, "light")
    action_theme_dark = partialmethod(_theme, "dark")
    action_theme_high_contrast = partialmethod(_theme, "high-contrast")

    def nothing(self, text: str, narrowed: bool = False) -> str:
        """What stands in the empty list: the `text`; where words, or keys (`narrowed`), hide rows, how to see them."""
        if not (self.filter_text or narrowed):
            return text
        return _("Nothing matches. {key} shows all again; so does Esc while you type.").format(key=self.key("back"))

    def action_choose(self) -> None:
        """What Enter does."""
        self.rows.action_choose()

    def action_mark(self) -> None:
        """What Space does."""
        self.rows.action_mark()

    def action_search(self) -> None:
        """Look for words in everything that is recorded."""
        from tui.screens.search import SearchScreen

        self.app.push_screen(SearchScreen())

    # Filter

    def action_filter(self) -> None:
        """Type to see only the rows that contain the words."""
        field = self.query_one("#filter", LineInput)
        field.value = self.filter_text
        self.query_one("#keys").display, field.display = False, True
        field.focus()

    def set_filter(self, text: str) -> None:
        """Show only rows that contain `text`."""
        self.filter_text = text
        self.redraw()
        self.keys()

    def on_input_changed(self, event: Input.Changed) -> None:
        """The list follows what is typed."""
        if event.input.id == "filter":
            self.filter_text = event.value
            before = self.rows.cursor_id
            self.redraw()
            if self.rows.cursor_id != before:
                self.to_first()

    def to_first(self) -> None:
        """What Enter is to choose where the row under the cursor was filtered out."""
        self.rows.action_end(1)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter keeps the filter and goes back to the list."""
        if event.input.id == "filter":
            self._leave_filter()

    def key_escape(self) -> None:
        """Esc leaves the filter and clears it; else it gives up what takes long."""
        if self.query_one("#filter").display:
            self.filter_text = ""
            self._leave_filter()
            self.redraw()
        elif self.reading is not None:
            self.reading.cancel()
            self.reading = None
            self.say(_("Given up."))
            if not self.rows.rows:
                self.rows.set_rows([], empty=_("Given up. {key} goes back.").format(key=self.key("back")))

    def key_f10(self, event: events.Key) -> None:
        """F10 leaves the filter; where there is none it goes back."""
        if self.query_one("#filter").display:
            event.stop()
            self.key_escape()

    def on_click(self, event: events.Click) -> None:
        """A click into the list ends the typing of what it shows."""
        if event.widget is self.rows and self.query_one("#filter").display:
            self._leave_filter()
            self.rows.click(event.x, event.y)

    def _leave_filter(self) -> None:
        self.query_one("#filter").display, self.query_one("#keys").display = False, True
        self.rows.focus()
        self.keys()
