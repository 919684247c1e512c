"""A document of one kind as it would be made now: read it, save it, and issue it where the kind is numbered."""

from __future__ import annotations

from dataclasses import replace

from reports.kinds import KINDS, Asked, file_name
from store.model import Issued
from store.progress import Progress
from tui.document_words import headed, not_taken, unfilled
from tui.i18n import N_, _, translate
from tui.screens import document_options as options
from tui.screens.base import bindings_of
from tui.screens.paper import PaperScreen
from tui.screens.register import RegisterScreen, issued_name
from tui.screens.who import take_who, who_fields
from tui.widgets.canvas import Line
from tui.widgets.form import Field, Form
from tui.widgets.look import ERROR, HEADING

ISSUED_TODAY = N_("A document is issued today: leave the day empty among the options, {key}.")


class DocumentScreen(PaperScreen):
    """A draft; of what is numbered and has nothing new to say, what was issued last."""

    NAME = "document"
    BINDINGS = bindings_of(NAME)

    def __init__(self, kind: str, asked: Asked, about: str) -> None:
        """`about` is what the unit, or the round, is called."""
        super().__init__()
        self._kind, self._asked, self._about = kind, asked, about
        self.formats = KINDS[kind].formats
        self._use = ""
        self._template = ""
        self._just: Issued | None = None  # what was issued here, and is looked at

    @property
    def heading(self) -> str:
        amends = self._asked.amends
        said = {"corrects": _("corrects {number}"), "supplements": _("supplements {number}")}
        of = said[amends.how].format(number=amends.document.number) if amends else ""
        return " / ".join(filter(None, (self._about, headed(self._kind), of)))

    @property
    def file_name(self) -> str:
        if self.paper is not None and self.paper.number:
            return issued_name(self._just or self._issued()[-1])
        unit = self._asked.units[0] if KINDS[self._kind].each_unit else ""
        round_id = self._asked.round.info.id if self._asked.round else ""
        when = self._asked.month or str(self._asked.year or "")
        return file_name(self._kind, when, round_id, unit, ending=self.formats[0])

    def _issued(self) -> list[Issued]:
        """What was issued of this kind about the same, oldest first."""
        kind, asked = KINDS[self._kind], self._asked
        round_id = asked.round.info.id if asked.round else ""
        unit = asked.units[0] if kind.each_unit else ""
        return [each for each in self.session.workspace.documents.of(round_id, unit) if each.kind == self._kind]

    def make(self, ending: str, progress: Progress) -> tuple[bytes, str]:
        self._asked.left_out.clear()
        kind, asked = KINDS[self._kind], replace(self._asked, format=ending, progress=progress)
        shown = self._just
        if shown is None and kind.issue and not asked.amends and not kind.is_worth(replace(asked, issue=True)):
            shown = next(reversed(self._issued()), None)
        if shown is not None:
            return self.session.workspace.documents.read(shown), shown.number
        return kind.make(asked), ""

    def made(self) -> None:
        """Where the last one that was issued lies."""
        issued, documents = self._issued(), self.session.workspace.documents
        left_out: list[Line] = [
            *([(f" {said}", ERROR)] for said in not_taken(self._asked)),
            *(
                [(f" {_('left out: unit {code}: {problem}').format(code=code, problem=translate(error))}", ERROR)]
                for code, error in self._asked.left_out.items()
            ),
        ]
        if issued:
            earlier: list[Line] = [[(f" {each.issued}  {each.number}", HEADING)] for each in issued]
            self.show_in_pane(lambda: [*left_out, *earlier, *self.where(_("File"), documents.path(issued[-1]))])
        else:
            self.show_in_pane(lambda: left_out)
        if self._use == "issue":
            self.saved()

    # Keys

    async def action_save(self) -> None:
        """Ask where, then write the file."""
        self._use = "save"
        await super().action_save()

    async def action_issue(self) -> None:
        """Ask, then number it and register it: this cannot be taken back."""
        if not KINDS[self._kind].issue:
            self.say(_("This kind of document has no number; save it with {key}.").format(key=self.key("save")))
        elif self.paper is not None and self.paper.number:
            self.say(_("Nothing new to issue."))
        elif self._asked.as_of:
            self.say(_(ISSUED_TODAY).format(key=self.key("options")))
        elif self.paper is not None:
            self._use = "issue"
            choices = [("no", _("no, not yet")), ("yes", _("yes, issue it"))]
            await self.ask(
                [*who_fields(self.session), Field("sure", _("Issue?"), "no", "choice", choices)],
                _("Issue it? The number cannot be given back"),
                enter=_("Enter confirm"),
                text=unfilled(self._kind, self._asked),
            )

    async def action_options(self) -> None:
        """Ask for the language, and what else this kind of document can be told."""
        self._use = "options"
        fields = options.fields(KINDS[self._kind], self._asked, self._template)
        await self.ask(fields, _("How the document is made"), enter=_("Enter make it"))

    def action_issued(self) -> None:
        """What was issued about the same."""
        asked = self._asked
        unit = asked.units[0] if asked.units else ""
        self.app.push_screen(RegisterScreen(asked.round.info.id if asked.round else "", unit, self._about))

    def on_form_saved(self, message: Form.Saved) -> None:
        """Do what was asked."""
        if self._use == "save":
            self.save(message)
        elif self._use == "options":
            if self.attempt(lambda: self._take_options(message.values)):
                message.form.close()
                self.start()
        else:
            message.form.close()
            if message.values["sure"] != "yes":
                self.say(_("Nothing was done."))
                return
            take_who(self.session, message.values)
            self._asked.not_taken.clear()
            self.work(self._issue, self._have_issued)

    def _take_options(self, values: dict[str, str]) -> None:
        self._asked, self._template = options.taken(self._asked, values), values.get("template", "")
        self._just = None

    def _issue(self, progress: Progress) -> Issued:
        """In a thread: what is given up is not registered; the steps that a registered document is are taken all."""
        kind, asked = KINDS[self._kind], replace(self._asked, issue=True)
        issued = kind.register(replace(asked, progress=progress))
        kind.take_steps(asked, issued)
        return issued

    def _have_issued(self, issued: Issued) -> None:
        self._just = issued
        self.start()

    @property
    def given_up(self) -> str:
        if self._use == "issue":
            return _("Given up. What was registered till then is among the issued documents.")
        return super().given_up
