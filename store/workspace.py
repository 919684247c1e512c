"""A workspace: the directory with everything of one inspecting body, opened, and the way to each thing in it."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from checklists.errors import N_
from store import settings, texts
from store.clock import Clock
from store.counts import Counts, Tally
from store.disk import Disk
from store.errors import OlderFormat, Refused, StoreError, Unknown
from store.heads import Heads
from store.ids import is_code
from store.model import Inspector, PinnedUnit
from store.progress import Progress
from store.record import Change, Hands, Record
from store.rounds import Round
from store.settings import Settings

if TYPE_CHECKING:
    from checklists.unit_types import UnitType
    from store.at_hand import AtHand
    from store.documents import Documents
    from store.draw import Draws
    from store.evidence import Evidence
    from store.phrasing.own import Phrases
    from store.rectifying.ledger import Ledger
    from store.sheet import Sheet
    from store.units import Units

INSPECTORS = "inspectors"
FOLDERS = ("checklists", "rounds", "ledger", "evidence", "documents")


class Workspace:
    """An open workspace. Opening reads workspace.yaml and nothing else; each thing's code is loaded when asked for."""

    def __init__(
        self,
        root: Path,
        who: str = "",
        disk: Disk | None = None,
        clock: Clock | None = None,
        older: bool = False,
    ) -> None:
        """Open the workspace in the folder `root` for the declared inspector `who`.

        With `older`, also one of an older format, as the migration does.

        Raises:
            NoWorkspace, NewerFormat, OlderFormat, ChecklistError: it cannot be opened, and why.
        """
        self.root = root
        self._kept_rounds: dict[str, Round] = {}
        self.settings: Settings = settings.read(root, disk or Disk())
        if self.settings.format < settings.FORMAT and not older:
            raise OlderFormat(
                N_("{path}: an older auditty wrote this workspace (format {format}); run “auditty -w {path} migrate”"),
                path=root,
                format=self.settings.format,
            )
        self.hands = Hands(
            disk=disk or Disk(shared=self.settings.sharing == "group"),
            clock=clock or Clock(),
            who=texts.name(who)[0],
            user=texts.name(os_user())[0],
            root=root,
            zone=self.settings.zone,
        )

    @classmethod
    def create(
        cls,
        root: Path,
        title: str,
        language: str,
        who: str = "",
        clock: Clock | None = None,
        disk: Disk | None = None,
        **members: str,
    ) -> Workspace:
        """Make a workspace in the folder `root`, which must be empty or missing, and open it: whole or not at all.

        `members` are further texts of workspace.yaml: issuing_body, prefix, reply_to, contact_person, contact_phone.
        """
        made_by = disk or Disk()
        if made_by.names(root) or (made_by.stamp(root) is not None and not made_by.is_dir(root)):
            raise Refused(N_("{path} is not empty; choose a new folder"), path=root)
        try:
            for folder in FOLDERS:
                made_by.make_dir(root / folder)
            made_by.replace(root / settings.FILE, settings.starter(title, language, **members), durable=True)
        except BaseException:
            for name in (*FOLDERS, settings.FILE):
                made_by.remove_tree(root / name)
            raise
        return cls(root, who=who, clock=clock, disk=disk)

    @property
    def disk(self) -> Disk:
        """The disk this workspace is on."""
        return self.hands.disk

    @property
    def today(self) -> date:
        """The calendar day it is in the workspace's zone."""
        return self.hands.today

    def sign_in(self, who: str) -> None:
        """Name the inspector whose changes these are from now on."""
        self.hands.who, _ = texts.name(who)

    # Units and inspectors

    @cached_property
    def record(self) -> Record:
        """The workspace's own record: units, inspectors, numbering of documents."""
        return Record(self.root / "workspace", self.hands)

    @property
    def own_types(self) -> tuple[UnitType, ...]:
        """The body's own unit types, from workspace.yaml."""
        if not self.settings.unit_types:
            return ()
        from checklists.model import Text
        from checklists.unit_types import UnitType

        return tuple(
            UnitType(code=own.code, title=Text(own.zh, own.en), parent=own.parent, aliases=own.aliases)
            for own in self.settings.unit_types
        )

    @property
    def units(self) -> Units:
        """The units."""
        from store.units import Units

        return Units(self.record, self.own_types)

    @property
    def inspectors(self) -> dict[str, Inspector]:
        """The inspectors by name."""
        return {key: Inspector.from_value(value) for key, value in self.record.all(INSPECTORS).items()}

    def set_inspectors(self, inspectors: Iterable[Inspector]) -> None:
        """Add inspectors, or change those of the same name."""
        changes = []
        for inspector in inspectors:
            name, _ = texts.name(inspector.name)
            if not name:
                raise Refused(N_("the inspector needs a name"))
            changes.append(Change(INSPECTORS, name, replace(inspector, name=name).to_value()))
        self.record.change_all(changes)

    def inspector(self, name: str) -> Inspector:
        """The inspector of this name; one that is not on the list has only the name."""
        return self.inspectors.get(name) or Inspector(name=texts.name(name)[0])

    @property
    def checklists(self) -> AtHand:
        """The checklists at hand."""
        from store.at_hand import AtHand

        return AtHand(self.root / "checklists", self.disk, self.own_types, self.settings.gradings)

    # Rounds

    @property
    def rounds_folder(self) -> Path:
        """Where the rounds lie."""
        return self.root / "rounds"

    def rounds(self) -> list[Round]:
        """All rounds, newest first, then those that cannot be read, each with its `damage`.

        What else lies in the folder (a stray file, a folder that never held a round) is none.
        """
        heads, found = Heads(self.root / ".cache" / "rounds.json", self.disk), []
        for name in self.disk.names(self.rounds_folder):
            if not is_code(name):
                continue
            path = self.rounds_folder / name
            try:
                journal, file = (self.disk.stamp(path / f"round.{ending}") for ending in ("journal", "json"))
                if journal is None and file is None:
                    continue
                stamp = [*(journal or ()), *(file or ())]
                head = heads.get(name, stamp)
                round_ = Round(path, self.hands, head)
                if head is None:
                    heads.put(name, stamp, round_.info, round_.unit_count)
            except StoreError as error:
                round_ = Round.damaged(path, self.hands, error)
            found.append(round_)
        heads.save()
        return sorted(found, key=lambda each: (each.info.created, each.info.id), reverse=True)

    def round(self, round_id: str) -> Round:
        """The round with this id, or the only one whose id or name begins so.

        Raises:
            Unknown: there is none, or more than one. StoreError: it cannot be read, and why.
        """
        if is_code(round_id) and self.disk.is_dir(self.rounds_folder / round_id):
            return Round(self.rounds_folder / round_id, self.hands)
        found = [
            each
            for each in self.rounds()
            if round_id and (each.info.id.startswith(round_id) or each.info.name == round_id)
        ]
        if len(found) == 1:
            if found[0].damage is not None:
                raise found[0].damage
            return found[0]
        if found:
            raise Unknown(
                N_("“{id}” means several rounds: {choices}"),
                id=round_id,
                choices=", ".join(each.info.id for each in found),
            )
        raise Unknown(N_("no round “{id}”; see “auditty rounds list”"), id=round_id)

    def round_now(self, round_id: str) -> Round:
        """The round with exactly this id as it stands now, read again only after it changed."""
        round_ = self._kept_rounds.get(round_id)
        if round_ is None:
            round_ = self._kept_rounds[round_id] = Round(self.rounds_folder / round_id, self.hands)
        round_.refresh()
        return round_

    def new_round(
        self,
        name: str,
        checklists: Iterable[str],
        units: Iterable[str],
        period_from: str = "",
        period_to: str = "",
        inspectors: Iterable[str] = (),
        blanks: Mapping[str, str] | None = None,
        teams: Mapping[str, tuple[str, ...]] | None = None,
        progress: Progress = lambda done, of: None,
    ) -> Round:
        """Make a round of the named checklists and units, by the named inspectors; `teams` are those of some units."""
        from checklists.gradings import with_scheme
        from store import round_making

        at_hand = self.checklists
        self.disk.make_dir(self.rounds_folder)
        return round_making.create(
            self.rounds_folder,
            self.hands,
            name=name,
            checklists=[
                with_scheme(at_hand.get(checklist_id), self.settings.gradings)
                for checklist_id in dict.fromkeys(checklists)
            ],
            units=[
                replace(unit, inspectors=(teams or {}).get(unit.code, ()))
                for unit in self.units.pinned(dict.fromkeys(units))
            ],
            period_from=period_from,
            period_to=period_to,
            inspectors=[self.inspector(inspector) for inspector in inspectors],
            blanks=blanks,
            progress=progress,
        )

    def sheet(self, round_: Round, unit: str) -> Sheet:
        """The sheet of a unit of a round."""
        from store.seals import standing
        from store.sheet import Sheet

        pinned: PinnedUnit = round_.unit(unit)
        record = Record(round_.path / "sheets" / pinned.code, self.hands, round_.guard_of(pinned.code))
        return Sheet(record, round_.info, round_.checklists, pinned, round_.began_with, standing(round_))

    def tallies(self, round_: Round, progress: Progress | None = None) -> dict[str, Tally]:
        """How far each unit of a round is."""
        kept = self.root / ".cache" / f"{round_.info.id}.json"
        found = Counts(round_.path, kept, self.hands).all(round_.asks, progress)
        round_.expect(found.keys())
        return found

    # The rest

    @property
    def draws(self) -> Draws:
        """The draws of units and inspectors."""
        from store.draw import Draws

        return Draws(self.record, self.hands)

    @property
    def phrases(self) -> Phrases:
        """The office's own phrases."""
        from store.phrasing.own import Phrases

        return Phrases(self.record)

    @property
    def documents(self) -> Documents:
        """The issued documents."""
        from store.documents import Documents

        return Documents(self.record, self.root / "documents", self.hands)

    def ledger(self, unit: str) -> Ledger:
        """The ledger of the unit with this code."""
        from store.rectifying.ledger import Ledger

        self.disk.make_dir(self.root / "ledger")
        return Ledger(Record(self.root / "ledger" / unit, self.hands), unit)

    @property
    def evidence(self) -> Evidence:
        """The attached files."""
        from store.evidence import Evidence

        return Evidence(self.root / "evidence", self.disk, self.settings.evidence_mb)


def os_user() -> str:
    """The name of the OS user, as the journal keeps it beside the declared inspector."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid{os.getuid()}"
