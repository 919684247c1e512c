"""Which files go with a form: those attached already, those to be taken off, those to be attached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from store.attached import Attached
from store.workspace import Workspace
from tui.i18n import _
from tui.own_files import at_home
from tui.widgets.form import Field


@dataclass
class Files:
    """The files of one form. `gone` are digests of attached ones; `chosen` are paths with their sizes."""

    attached: list[Attached]
    gone: set[str] = field(default_factory=set)
    chosen: dict[Path, int] = field(default_factory=dict)

    def field(self) -> Field:
        """The field that takes files by their paths, or opens the list of files."""
        example = "~/IMG_0001.jpg; ~/IMG_0002.jpg"
        return Field("files", _("Files"), placeholder=example, hint=self.hint(), elsewhere=True, max_length=2000)

    def hint(self) -> str:
        """How many there are, and the key that opens the list of files."""
        kept = len(self.attached) - len(self.gone)
        said = [
            _("{count} attached").format(count=kept) if kept else "",
            _("{count} more").format(count=len(self.chosen)) if self.chosen else "",
            _("{count} off").format(count=len(self.gone)) if self.gone else "",
            _("F3 choose"),
        ]
        return "  ".join(filter(None, said))

    def drop(self, digest: str) -> None:
        """Take an attached file off, or keep it after all."""
        self.gone ^= {digest}

    def choose(self, path: Path, size: int) -> None:
        """Choose a file, or let it go."""
        if self.chosen.pop(path, None) is None:
            self.chosen[path] = size

    @property
    def kept(self) -> tuple[str, ...]:
        """The digests of the files that stay attached."""
        return tuple(file.digest for file in self.attached if file.digest not in self.gone)

    def taken_in(self, workspace: Workspace, values: Mapping[str, str]) -> tuple[Attached, ...]:
        """The files that were chosen, or named in the field, copied into the workspace.

        Raises:
            AudittyError: one of them cannot be read, is empty or too large.
        """
        typed = values["files"].replace("；", ";").split(";")
        paths = [at_home(path.strip()) for path in typed if path.strip()]
        return tuple(map(workspace.evidence.take_in, [*paths, *self.chosen]))


def first_folders(last: str) -> list[Path]:
    """Where to begin looking for files: the folder of the last time, the person's own, the topmost."""
    return [*([Path(last)] if last else []), at_home("~"), Path("/")]
