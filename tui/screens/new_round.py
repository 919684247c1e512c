"""A new round in four steps: checklists, units, inspectors, then its name and period."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from checklists.errors import ChecklistError
from checklists.model import Checklist
from store.model import Inspector, PinnedUnit
from store.progress import Progress
from store.rounds import Round
from store.workspace import Workspace
from tui.i18n import N_, _, current_language, labelled
from tui.screens import making
from tui.screens.base import bindings_of
from tui.screens.tree import GROUP, UnitTree
from tui.screens.who import take_who, who_fields
from tui.screens.with_form import FormScreen
from tui.widgets.canvas import Line
from tui.widgets.form import Field, Form
from tui.widgets.look import DIM, PLAIN
from tui.widgets.rows import Row, RowList
from tui.widgets.text import matches, wrap

STEPS = {
    "checklists": N_("1/4 Which checklists?"),
    "units": N_("2/4 Which units?"),
    "inspectors": N_("3/4 Who inspects?"),
    "details": N_("4/4 Name and period"),
}


class Found(NamedTuple):
    """The checklists that a round can be made of, and a word about one that cannot be read."""

    checklists: list[Checklist]
    remark: str


def readable(workspace: Workspace, progress: Progress) -> Found:
    """What there is to choose from."""
    from checklists import load

    found, remark, sources = [], "", list(workspace.checklists.sources())
    for done, (checklist_id, origin, read) in enumerate(sources):
        progress(done, len(sources))
        try:
            found.append(load(read(), origin or checklist_id, workspace.own_types, workspace.settings.gradings))
        except ChecklistError as error:
            remark = str(error).splitlines()[0]
    return Found(found, remark)


class NewRoundScreen(FormScreen):
    """Leaves with the id of the round it made, or None."""

    NAME = "new_round"
    MULTI = True
    BINDINGS = bindings_of(NAME)

    def __init__(self, found: Found) -> None:
        super().__init__()
        self._checklists = {checklist.id: checklist for checklist in found.checklists}
        self._remark = found.remark

    def begin(self) -> None:
        workspace = self.session.workspace
        self._step = "checklists"
        self._chosen: dict[str, set[str]] = {step: set() for step in STEPS}
        self.session.remark = self._remark
        self._units = workspace.units.pinned(workspace.units.open())
        parents = {unit.parent for unit in self._units}
        leaves = {unit.code: unit for unit in self._units if unit.code not in parents}
        self._tree = UnitTree(leaves, current_language())
        if workspace.hands.who in workspace.inspectors:
            self._chosen["inspectors"].add(workspace.hands.who)
        super().begin()

    def redraw(self) -> None:
        chosen = self._chosen[self._step]
        self.title_bar(f"{_('New round')}  {_(STEPS[self._step])}", [(labelled(_("chosen"), str(len(chosen))), PLAIN)])
        rows = {"checklists": self._checklist_rows, "units": self._unit_rows, "inspectors": self._inspector_rows}
        empty = {
            "checklists": _("No checklists. Take one in with “auditty checklists import FILE” first."),
            "units": _("No units. Take them in with “auditty units import FILE” first."),
            "inspectors": _("No inspectors yet. {key} adds one, Enter goes on without.").format(key=self.key("add")),
        }
        if self._step in rows:
            self.rows.set_rows(list(rows[self._step]()), empty=self.nothing(empty[self._step]))
            self.rows.marked = set(chosen)
            self.rows.refresh()
            self._explain()

    def _checklist_rows(self) -> Iterable[Row]:
        lang = current_language()
        for checklist in self._checklists.values():
            if matches(f"{checklist.id} {checklist.title.zh} {checklist.title.en}", self.filter_text):
                count = _("{count} items").format(count=len(checklist.lines))
                yield Row(checklist.id, [(f" {checklist.title.get(lang)}", PLAIN)], [(f"{count} ", DIM)])

    def _unit_rows(self) -> Iterable[Row]:
        def shown(unit: PinnedUnit) -> bool:
            text = f"{unit.code} {unit.name} {unit.type_text(current_language())} {' '.join(unit.path)}"
            return not self.filter_text or matches(text, self.filter_text)

        def row(unit: PinnedUnit, indent: str) -> Row:
            return Row(unit.code, [(f"{indent}{unit.code:<8} ", DIM), (unit.name, PLAIN)])

        def right(codes: list[str]) -> Line:
            picked = len(self._chosen["units"].intersection(codes))
            return [(f"{picked}/{len(codes)} ", PLAIN if picked else DIM)]

        return self._tree.rows(shown, row, right, unfold=bool(self.filter_text))

    def _inspector_rows(self) -> Iterable[Row]:
        for person in self.session.workspace.inspectors.values():
            if matches(f"{person.name} {person.post}", self.filter_text):
                yield Row(person.name, [(f" {person.name}  ", PLAIN), (f"{person.post} {person.certificate}", DIM)])

    def reflow(self) -> None:
        self._explain()

    def _explain(self) -> None:
        help_text = _("Space chooses, Enter goes on, {back} goes back.")
        if self._step == "inspectors":
            help_text = _("Space chooses, {add} adds an inspector, Enter goes on, {back} goes back.")
        help_text = help_text.format(back=self.key("back"), add=self.key("add"))
        lines: list[Line] = [[(f" {help_text}", DIM)]]
        checklist = self._checklists.get(self.rows.cursor_id or "") if self._step == "checklists" else None
        if checklist:
            lang = current_language()
            texts = (checklist.summary, checklist.audience)
            cells = max(30, self.size.width - 3)
            lines += [[(f" {part}", PLAIN)] for text in texts if text for part in wrap(text.get(lang), cells)]
        self.pane.show(lines)

    def on_row_list_rested(self) -> None:
        """The checklist under the cursor in words."""
        self._explain()

    # Choosing

    def on_row_list_marked(self, message: RowList.Marked) -> None:
        """A row was chosen or let go; a group stands for all its units."""
        chosen = self._chosen[self._step]
        if message.id.startswith(GROUP):
            shown = self._shown_in(message.id)
            self._toggle(shown)
        else:
            chosen ^= {message.id}
        self.redraw()

    def _shown_in(self, group: str) -> set[str]:
        codes = self._tree.groups[group.removeprefix(GROUP)]
        if not self.filter_text:
            return set(codes)
        return {code for code in codes if any(row.id == code for row in self.rows.rows)}

    def _toggle(self, ids: set[str]) -> None:
        chosen = self._chosen[self._step]
        if ids <= chosen:
            chosen -= ids
        else:
            chosen |= ids

    def action_all(self) -> None:
        """Choose everything shown, or let it go."""
        ids: set[str] = set()
        for row in self.rows.rows:
            ids |= self._shown_in(row.id) if row.id.startswith(GROUP) else {row.id}
        self._toggle(ids)
        self.redraw()

    async def action_add(self) -> None:
        """Add an inspector."""
        if self._step == "inspectors":
            fields = [
                *who_fields(self.session),
                Field("name", _("Name"), required=True),
                Field("post", _("Post")),
                Field("certificate", _("Certificate")),
            ]
            await self.ask(fields, _("An inspector"))

    # Steps

    async def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Enter: on a group of units fold it; else the next step."""
        if message.id.startswith(GROUP) and not self._chosen["units"]:
            self._tree.toggle(message.id)
            self.redraw()
            return
        await self._next()

    async def key_enter(self) -> None:
        """Enter in an empty list goes on, too."""
        if not self.rows.rows and not self.form.is_open:
            await self._next()

    async def _next(self) -> None:
        if self._step in ("checklists", "units") and not self._chosen[self._step]:
            self.say(_("Choose at least one: Space on a row, {key} for all shown.").format(key=self.key("all")))
            return
        steps = list(STEPS)
        self._step = steps[steps.index(self._step) + 1]
        self.set_filter("")
        self.rows.action_end(1)
        if self._step == "details":
            await self.ask(self._detail_fields(), _(STEPS["details"]))

    def _detail_fields(self) -> list[Field]:
        workspace, lang = self.session.workspace, current_language()
        today = workspace.today
        titles = [self._checklists[id].title.get(lang) for id in self._in_order("checklists")]
        fields = [
            *who_fields(self.session),
            Field("name", _("Name"), f"{today:%Y} {' / '.join(titles)}"[:200], required=True),
            Field("from", _("From"), today.replace(day=1).isoformat(), "date"),
            Field("to", _("Until"), today.replace(month=12, day=31).isoformat(), "date", beside=True),
        ]
        for id in self._in_order("checklists"):
            fields += [Field(f"blank:{b.id}", b.text.get(lang)) for b in self._checklists[id].blanks]
        return fields

    def _in_order(self, step: str) -> list[str]:
        known = {
            "checklists": list(self._checklists),
            "units": list(self._tree.units),
            "inspectors": list(self.session.workspace.inspectors),
        }
        return [id for id in known[step] if id in self._chosen[step]]

    async def on_form_saved(self, message: Form.Saved) -> None:
        """An inspector, or the round itself."""
        values = message.values
        take_who(self.session, values)
        if self._step == "inspectors":
            person = Inspector(**{name: values[name] for name in ("name", "post", "certificate")})
            if self.attempt(lambda: self.session.workspace.set_inspectors([person])):
                message.form.close()
                self._chosen["inspectors"].add(values["name"].strip())
                self.redraw()
            return
        await making.make(self, message.form, partial(self._make, values), lambda made: self.dismiss(made.info.id))

    def _make(self, values: dict[str, str], progress: Progress) -> Round:
        blanks = {name.removeprefix("blank:"): text for name, text in values.items() if name.startswith("blank:")}
        return self.session.workspace.new_round(
            values["name"],
            self._in_order("checklists"),
            self._in_order("units"),
            values["from"],
            values["to"],
            self._in_order("inspectors"),
            {name: text for name, text in blanks.items() if text.strip()},
            progress=progress,
        )

    def on_form_discarded(self) -> None:
        """Leaving the last step's form goes one step back."""
        if self._step == "details":
            self._step = "inspectors"
            self.redraw()

    def action_back(self) -> None:
        """One step back; from the first, leave without a round."""
        steps = list(STEPS)
        if self.filter_text or self._step == "checklists":
            super().action_back()
        else:
            self._step = steps[steps.index(self._step) - 1]
            self.set_filter("")
