"""The panes of the dashboard, two of bars and a map, and the ways between them."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Container

from tui.screens.base import BaseScreen
from tui.widgets.bar import LineBar, RuleLine
from tui.widgets.panes import Grid, PaneRows
from tui.widgets.rows import RowList

WIDE = 110
"""From so many columns on, the map stands beside the bars."""


class PanesScreen(BaseScreen):
    """One pane has the keys; under all of them a line says what its cursor is on."""

    DEFAULT_CSS = """
    #bars { height: 10; layout: horizontal; }
    #side { height: 1fr; layout: vertical; }
    #body.wide #bars { width: 44; layout: vertical; }
    #body.wide #units { max-height: 12; }
    #body.wide #side { width: 1fr; height: 100%; padding: 0 0 0 1; }
    """

    _bars = 10

    def body(self) -> ComposeResult:
        with Container(id="body"):
            with Container(id="bars"):
                yield PaneRows(id="units")
                yield PaneRows(id="figures")
            yield RuleLine()
            with Container(id="side"):
                yield LineBar(id="head")
                yield Grid(id="map")
        yield LineBar(id="told")

    @property
    def rows(self) -> RowList:
        """The list that is filtered: the map."""
        return self.map

    @property
    def map(self) -> Grid:
        return self.query_one("#map", Grid)

    @property
    def is_free(self) -> bool:
        """Any of the panes has the keys."""
        return self.focused is None or isinstance(self.focused, PaneRows)

    @property
    def entered(self) -> PaneRows | None:
        """The pane that has the keys."""
        return next((each for each in self.query(PaneRows) if each.entered), None)

    def pane(self, name: str) -> PaneRows:
        return self.query_one(f"#{name}", PaneRows)

    def tell(self) -> None:
        """Say what the cursor is on."""
        raise NotImplementedError

    def on_resize(self, event: events.Resize) -> None:
        """Wide terminals have the map beside the bars."""
        self.query_one("#body").set_class(event.size.width >= WIDE, "wide")

    def reflow(self) -> None:
        self.make_room(self._bars)
        self.tell()

    def make_room(self, lines: int) -> None:
        """Give the bars so many lines, as far as the map keeps half of the screen; beside it they have them all."""
        self._bars = lines
        room = max(3, min(lines, self.size.height // 2 - 2))
        self.query_one("#bars").styles.height = "100%" if self._wide else room

    # From pane to pane

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The cursor shows where the keys go."""
        if isinstance(self.focused, PaneRows):
            for pane in self.query(PaneRows):
                pane.enter(pane is self.focused)
            self.tell()

    def on_pane_rows_edge(self, message: PaneRows.Edge) -> None:
        """An arrow led out of a pane: into the one that stands there."""
        beside, below = (message.right, message.down) if not self._wide else (message.down, message.right)
        goes = {
            ("units", 1, 0): "figures",
            ("figures", -1, 0): "units",
            ("units", 0, 1): "map",
            ("figures", 0, 1): "map",
            ("map", 0, -1): "units",
        }
        if name := goes.get((message.rows.id or "", beside, below)):
            self.pane(name).focus()

    @property
    def _wide(self) -> bool:
        return self.query_one("#body").has_class("wide")

    def on_click(self, event: events.Click) -> None:
        """A click into another pane enters it."""
        pane = event.widget
        if isinstance(pane, PaneRows) and self.is_free and not pane.has_focus:
            pane.focus()
            pane.point(event.x, event.y)

    def action_choose(self) -> None:
        """What Enter does."""
        (self.entered or self.map).action_choose()

    def action_next_pane(self) -> None:
        """On to the next pane."""
        panes = [*self.query(PaneRows)]
        at = next((place for place, pane in enumerate(panes) if pane.entered), 0)
        panes[(at + 1) % len(panes)].focus()

    def action_pane_units(self) -> None:
        """To how far it is."""
        self.pane("units").focus()

    def action_pane_figures(self) -> None:
        """To how well it goes."""
        self.pane("figures").focus()

    def action_pane_map(self) -> None:
        """To the map."""
        self.map.focus()
