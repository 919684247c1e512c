"""The App and the Screen all others are made of: quiet, in the terminal's own colours, sending only what changed."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, ClassVar, cast

from rich.console import RenderableType
from rich.segment import Segment
from textual import constants, events
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate, ReflowResult
from textual.app import App, ReturnType
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.driver import Driver
from textual.filter import LineFilter
from textual.geometry import Size
from textual.reactive import Reactive
from textual.screen import Screen, ScreenResultType
from textual.timer import Timer, TimerCallback
from textual.widget import Widget

from tui.widgets.driver import TerminalDriver
from tui.widgets.look import PLAIN
from tui.widgets.shown import FullUpdate, Shown, SpanUpdate


class _WithoutColor(LineFilter):
    """Takes every colour out and leaves bold, dim, reverse and underline."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text, (style or PLAIN).without_color, control) for text, style, control in segments]


_LOOK_AGAIN_SECONDS = 0.05


class PlainApp(App[ReturnType]):
    """ANSI colours only, no command palette, no animation; `NO_COLOR` sends not even the default-colour codes.

    Keys typed ahead are never lost or misplaced: each is dealt with to its end, with the screen or form it opens,
    before the next one is given to whatever has the focus then. Stock Textual gives them all out at once.
    """

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__(ansi_color=True)
        self.animation_level = "none"
        self._without_color = _WithoutColor()
        self._colours: LineFilter | None = None
        self.shown = Shown()
        self._ahead: deque[events.Event] = deque()
        self._typing: asyncio.Task[None] | None = None

    async def on_event(self, event: events.Event) -> None:
        """As in Textual, but what is typed waits in a line of its own."""
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            self._ahead.append(event)
            if self._typing is None:
                self._typing = asyncio.create_task(self._type())
        else:
            await super().on_event(event)

    def on_resize(self, event: events.Resize) -> None:
        """The terminal kept what it likes of the lines, also where it has its old size again by the time we look."""
        self.shown.forget()
        if event.size == self._size:  # which Textual takes for nothing new
            self.screen.post_message(event)

    def set_timer(
        self, delay: float, callback: TimerCallback | None = None, *, name: str | None = None, pause: bool = False
    ) -> Timer:
        """As in Textual, but one that a busy machine gets to too late rings late, and not never.

        Sizes that came close together wait for such a timer; without it no later one would be drawn either.
        """
        timer = super().set_timer(delay, callback, name=name, pause=pause)
        timer._skip = False
        return timer

    async def _type(self) -> None:
        try:
            while self._ahead and not self._exit:
                target: Widget | Screen[Any] = self.focused or self.screen
                event = self._ahead.popleft()
                alt_enter = isinstance(event, events.Key) and event.key == "alt+enter"
                if alt_enter and not getattr(target, "takes_alt_enter", False):
                    # Where nothing is typed it was Esc and then Enter, which a terminal sends alike.
                    self._ahead.extendleft([events.Key("enter", "\r"), events.Key("escape", "\x1b")])
                    continue
                await super().on_event(event)
                await self._dealt_with(target)
        except Exception as error:
            self._handle_exception(error)
        finally:
            self._typing = None

    async def _dealt_with(self, target: Widget) -> None:
        """Wait until the key is through: up from `target` to the app, again for what it set off, then the new focus."""
        await self._drained(target)
        seen: Widget | None = None
        while seen is not target:
            await self._drained(target)
            seen, target = target, self.focused or self.screen

    async def _drained(self, target: Widget) -> None:
        for node in target.ancestors_with_self:
            done = asyncio.Event()
            if not node.call_later(done.set):
                continue
            while node.is_attached and not done.is_set():  # what is being taken away never comes to it
                with suppress(TimeoutError):
                    await asyncio.wait_for(done.wait(), _LOOK_AGAIN_SECONDS)

    def get_driver_class(self) -> type[Driver]:
        """Our own, unless the environment names one, as for a browser."""
        if constants.DRIVER is not None:
            return super().get_driver_class()
        return TerminalDriver

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The one filter there is: `NO_COLOR` wins over a theme's colours."""
        if self.no_color:
            return [self._without_color]
        return [self._colours] if self._colours else []

    def paint_with(self, colours: LineFilter | None) -> None:
        """From now on everything goes through this filter; without one the terminal's own colours stay."""
        self._colours = colours
        if self.screen_stack:
            self.screen.refresh()


class _SpanCompositor(Compositor):
    def __init__(self, shown: Callable[[], Shown]) -> None:
        super().__init__()
        self._shown = shown

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        # Where the map was looked at since a style changed, the stock compositor finds nothing new any more, and the
        # widgets have another size without being told.
        found = super().reflow(parent, size)
        missed = {widget for widget, place in self._full_map.items() if widget._size != place.region.size}
        return found._replace(resized=found.resized | missed)

    def render_update(
        self, full: bool = False, screen_stack: list[Screen[Any]] | None = None, simplify: bool = False
    ) -> RenderableType | None:
        # A layout paints, and leaves the widgets it placed marked for painting once more: take the marks along now.
        self.update_widgets(set(self.visible_widgets))
        return super().render_update(full, screen_stack, simplify)

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:
        if simplify:  # a picture, not the terminal
            return super().render_full_update(simplify)
        self._dirty_regions.clear()
        return FullUpdate(self._shown(), self.render_strips(), self.size.region)

    def render_partial_update(self) -> ChopsUpdate | None:
        update = super().render_partial_update()
        return update and SpanUpdate(self._shown(), update.chops, update.spans, update.chop_ends)


class PlainScreen(Screen[ScreenResultType]):
    """A screen that sends changed cells only. Widgets must never refresh a region that halves a wide character.

    Let the app's `get_default_screen` make the first one (one pushed over Textual's empty screen is painted twice), and
    write styles as `DEFAULT_CSS`, which the first screen needs and the others can do with.
    """

    DEFAULT_CSS = "PlainScreen { overflow: hidden; }"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+l", "repaint", show=False)]

    # The stock screen paints all of itself again whenever the focus moves; the two widgets concerned do it themselves.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name, id, classes)
        self._compositor = _SpanCompositor(lambda: cast("PlainApp[Any]", self.app).shown)

    def on_resize(self, event: events.Resize) -> None:
        """Draw all of it, whether or not the layout changed."""
        self.refresh()

    def action_repaint(self) -> None:
        """Send everything again: something else wrote into the terminal."""
        cast("PlainApp[Any]", self.app).shown.forget()
        self.refresh()
