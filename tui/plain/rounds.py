"""Which round, which unit, who records."""

from __future__ import annotations

from checklists.errors import AudittyError
from store.counts import Tally
from store.places import Places
from store.rounds import Round
from store.workspace import Workspace
from tui.i18n import ROUND_STATES, _, ngettext, translate
from tui.plain.dialogue import Dialogue, Left
from tui.plain.sheet import Inspection
from tui.who import certain_person

SHOWN = 20
"""How many units are read out at once."""


class Rounds:
    """Leads from the list of rounds to a unit's sheet and back."""

    def __init__(self, workspace: Workspace, dialogue: Dialogue, asked_for: str) -> None:
        self._workspace, self._dialogue = workspace, dialogue
        self._places = Places(workspace.root, workspace.disk, "", workspace.hands.user)
        self._who = asked_for or certain_person(workspace)

    def inspect(self) -> None:
        """Until the person leaves the question which round."""
        say = self._dialogue.say
        say(self._workspace.settings.title)
        say(_("A full stop leaves a question; what is recorded is on disk at once."))
        while True:
            rounds = [
                each for each in self._workspace.rounds() if each.damage is None and each.info.state != "archived"
            ]
            if not rounds:
                say(_("No rounds yet; make one with “auditty rounds new NAME --checklist ID --all-units”"))
                return
            options = [(each.info.id, f"{each.info.name}, {_(ROUND_STATES[each.info.state])}") for each in rounds]
            try:
                chosen = self._dialogue.choose(_("Which round?"), options, self._places.get("round") or options[0][0])
            except Left:
                return
            self._places.put("round", chosen)
            self._units(next(each for each in rounds if each.info.id == chosen))

    def _units(self, round_: Round) -> None:
        """Until the person leaves the question which unit."""
        shown = list(round_.units)
        while True:
            tallies = self._workspace.tallies(round_)
            self._read_out(round_, shown, tallies)
            following = next((code for code in round_.units if tallies[code].none), "")
            question = _("Which unit? Its number, its code, or words")
            try:
                answer = self._dialogue.command(f"{question} [{following}]" if following else question)
            except Left:
                return
            words = answer or following
            if not words:
                continue
            if words.isdecimal() and 0 < int(words[:9]) <= len(shown) and words not in round_.units:
                self._open(round_, shown[int(words[:9]) - 1])
            elif words in round_.units:
                self._open(round_, words)
            else:
                found = [code for code, unit in round_.units.items() if words.lower() in f"{code} {unit.name}".lower()]
                if not found:
                    self._dialogue.say(_("No unit has these words; all of them again."))
                shown = found or list(round_.units)
                if len(found) == 1:
                    self._open(round_, found[0])
                    shown = list(round_.units)

    def _read_out(self, round_: Round, codes: list[str], tallies: dict[str, Tally]) -> None:
        for number, code in enumerate(codes[:SHOWN], 1):
            name, tally = round_.units[code].name, tallies[code]
            left = ngettext("{count} item open", "{count} items open", tally.none).format(count=tally.none)
            state = _("damaged") if tally.damaged else left if tally.none else _("done")
            findings = ngettext("{count} finding", "{count} findings", tally.findings).format(count=tally.findings)
            self._dialogue.say(f"{number}  {code}  {name}, {state}" + (f", {findings}" if tally.findings else ""))
        if len(codes) > SHOWN:
            more = len(codes) - SHOWN
            said = ngettext(
                "{count} more unit; give words of its name", "{count} more units; give words of the name", more
            )
            self._dialogue.say(said.format(count=more))

    def _open(self, round_: Round, code: str) -> None:
        try:
            self._sign_in()
        except Left:
            return
        try:
            sheet = self._workspace.sheet(round_, code)
            Inspection(self._workspace, sheet, self._dialogue, self._places, self._who).walk()
        except AudittyError as error:  # as of a damaged sheet: the others can be gone on with
            self._dialogue.say(translate(error))

    def _sign_in(self) -> None:
        """Ask who records, once, where it is not plain."""
        if not self._who:
            options = [(name, name) for name in self._workspace.inspectors]
            self._who = self._dialogue.choose(_("Who is recording?"), options, self._places.get("who"))
        self._places.put("who", self._who)
        self._workspace.sign_in(self._who)
