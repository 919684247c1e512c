"""Backups that say what they cover, and the way back from one."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from checklists.errors import N_, ChecklistError, Problem
from store import settings
from store.changes import Hands
from store.clock import Clock
from store.disk import Disk
from store.errors import Damaged, NoWorkspace, Refused
from store.progress import Progress
from store.upkeep.backup import NOTE, Copied, copy_folder, copy_workspace, is_free
from store.upkeep.verify import Verdict, verify
from store.workspace import Workspace

NOTE_LIMIT = 1 << 16
"""Largest note of a backup that is read, in bytes."""


@dataclass(frozen=True)
class Kept:
    """A copy in its place: what was copied, what `verify` says of the copy, where the folder before it is now."""

    copied: Copied
    verdict: Verdict
    aside: Path | None = None


class BadBackup(Damaged):
    """The backup is damaged; `verdict` says what is wrong where. Nothing was changed."""

    def __init__(self, path: Path, verdict: Verdict) -> None:
        super().__init__(
            N_("{path}: the backup is damaged ({count} faults); nothing was restored; see --damaged-too"),
            path=path,
            count=len(verdict.faults),
        )
        self.verdict = verdict


def backup(
    workspace: Workspace, target: Path, progress: Progress | None = None, verifying: Progress | None = None
) -> Kept:
    """Copy the workspace to `target` as `copy_workspace` does, verify the copy, and note in it what it covers.

    What is damaged in the workspace is so in the copy, and the verdict names it by its place there.
    """
    place, verdicts = target.resolve(), list[Verdict]()

    def ready(draft: Path, copied: Copied) -> None:
        verdict = _verified(draft, place, workspace.hands, verifying)
        for path in copied.left_out:
            verdict.remark(path, N_("a link, or no file; it is not in the backup"))
        note = {"made": workspace.hands.clock.stamp(), "who": workspace.hands.who, "covered": verdict.covered}
        workspace.disk.replace(draft / NOTE, json.dumps(note, ensure_ascii=False).encode() + b"\n", durable=True)
        verdicts.append(verdict)

    copied = copy_workspace(workspace, target, progress, ready)
    return Kept(copied, verdicts[0])


def restore(
    source: Path,
    target: Path,
    *,
    replace_it: bool = False,
    damaged_too: bool = False,
    progress: Progress | None = None,
    verifying: Progress | None = None,
    disk: Disk | None = None,
    clock: Clock | None = None,
) -> Kept:
    """Bring the backup in the folder `source` back as the workspace at `target`: whole or not at all.

    What is there already is moved aside if `replace_it`, never deleted. What is put in place is verified before.

    Raises:
        NoWorkspace: `source` is no backup. NewerFormat: a newer program wrote it.
        Refused: there is something at `target`. BadBackup: it is damaged, and not `damaged_too`.
    """
    looking = disk or Disk()
    if not looking.is_dir(source) or looking.kinds(source).get(settings.FILE) != "file":
        raise NoWorkspace(N_("{path} is no backup of a workspace"), path=source)
    place, clock, aside = target.resolve(), clock or Clock(), None
    if not is_free(place, looking):
        if not (replace_it and looking.is_dir(place)):
            raise Refused(N_("{path} is not empty; --replace moves it aside"), path=target)
        aside = place.with_name(f"{place.name}.before-restore-{clock.now():%Y%m%dT%H%M%S}")
    hands = Hands(disk=disk or Disk(shared=_is_shared(source, looking)), clock=clock)
    verdicts = list[Verdict]()

    def ready(draft: Path, copied: Copied) -> None:
        verdict = _verified(draft, source, hands, verifying)
        for path in copied.left_out:
            verdict.fault(path, N_("a link, or no file, as no backup has; it is not restored"))
        _count(source, verdict, looking)
        if verdict.faults and not damaged_too:
            raise BadBackup(source, verdict)
        verdicts.append(verdict)

    copied = copy_folder(source, place, hands, progress, ready, aside)
    return Kept(copied, verdicts[0], aside)


def _is_shared(source: Path, disk: Disk) -> bool:
    with suppress(ChecklistError):
        return settings.parse(disk.read(source / settings.FILE), settings.FILE).sharing == "group"
    return False


def _verified(draft: Path, shown: Path, hands: Hands, progress: Progress | None) -> Verdict:
    """What `verify` says of the copy in the folder `draft`, with `shown` in the place of that folder's name."""
    try:
        verdict = verify(Workspace(draft, disk=hands.disk, clock=hands.clock, older=True), progress)
    except ChecklistError as error:
        verdict = Verdict(faults=list(error.problems))
    except (AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
        # Journals that are whole, of values that this program never writes: somebody made them.
        verdict = Verdict()
        verdict.fault(shown, N_("a record holds what auditty does not write: {reason}"), reason=str(error))
    hands.disk.remove_tree(draft / ".cache")

    def instead(text: object) -> object:
        inside = isinstance(text, str | Path) and str(text).startswith(str(draft))
        return str(shown) + str(text)[len(str(draft)) :] if inside else text

    def named(problem: Problem) -> Problem:
        params = {name: instead(value) for name, value in problem.params.items()}
        return replace(problem, file=str(instead(problem.file)), params=params)

    verdict.faults[:] = map(named, verdict.faults)
    verdict.remarks[:] = map(named, verdict.remarks)
    verdict.validated[:] = [str(instead(path)) for path in verdict.validated]
    return verdict


def _count(source: Path, verdict: Verdict, disk: Disk) -> None:
    """A backup that covers less than it did when it was made lost something that no journal names."""
    if disk.kinds(source).get(NOTE) != "file":
        return
    try:
        covered = json.loads(disk.read_at_most(source / NOTE, NOTE_LIMIT))["covered"]
        short = [what for what, count in covered.items() if int(count) > verdict.covered.get(what, 0)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        verdict.fault(source / NOTE, N_("not as it was written"))
        return
    for what in short:
        verdict.fault(
            source,
            N_("{what}: the backup had {count} when it was made, and has {now}"),
            what=what,
            count=covered[what],
            now=verdict.covered.get(what, 0),
        )
