"""Which item? Those of a round, to be found by their words."""

from __future__ import annotations

from store.figures.answers import questions_of
from store.rounds import Round
from tui.i18n import _, current_language
from tui.screens.base import BaseScreen, bindings_of
from tui.widgets.look import DIM, PLAIN
from tui.widgets.rows import Row, RowList, heading
from tui.widgets.text import matches


class ItemsScreen(BaseScreen):
    """The items of a round under their sections; leaves with the ref of the chosen one."""

    NAME = "items"
    BINDINGS = bindings_of(NAME)

    def __init__(self, round_: Round, start: str = "") -> None:
        """`start` is the ref of the item that the cursor stands on."""
        super().__init__()
        self._round, self._start = round_, start
        self._items = questions_of(round_)

    def redraw(self) -> None:
        self.title_bar(f"{self._round.info.name} / {_('Which item?')}", [(f"{len(self._items)}", PLAIN)])
        lang, several = current_language(), len(self._round.checklists) > 1
        rows, group = [], ""
        for ref, each in self._items.items():
            text = each.item.text.get(lang)
            if not matches(f"{each.number} {ref} {text} {each.section.title.get(lang)}", self.filter_text):
                continue
            if each.group != group:
                group = each.group
                title = f"{each.checklist} / " if several else ""
                rows.append(heading(f"section:{ref}", title + each.section.title.get(lang)))
            rows.append(Row(ref, [(f" {each.number:<4} {text}", PLAIN)], [(f"{each.item.id} ", DIM)]))
        self.rows.set_rows(rows, self.rows.cursor_id or self._start, empty=self.nothing(_("The round has no items.")))

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """This one."""
        self.dismiss(message.id)
