"""How a kind of document is made of what it says: laid out on the page, or filled into an office's own template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from checklists.grades import Text
from reports.docx_base import Docx
from reports.fields import Fields, schema
from reports.kinds import Asked, Template
from reports.paper import Paper
from reports.profile import Profile, profile_for
from reports.wording import wording
from store.layout import Layout

if TYPE_CHECKING:
    from reports.templates.process import Limits


def upright(profile: Profile) -> Profile:
    """The profile as it is."""
    return profile


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a document says in the language `lang`: its fields' `values`, and its properties.

    `shown` is what a layout can set and no template holds.
    """

    lang: str
    values: Mapping[str, Any]
    title: str
    author: str
    subject: str
    made: date | None
    shown: Any = None


@dataclass(frozen=True, kw_only=True)
class Design:
    """The fields of a kind, and how they are laid out on pages of a certain `shape`."""

    title: Text
    fields: Fields
    lay: Callable[[Paper, Any], None]
    shape: Callable[[Profile], Profile] = upright

    def make(self, asked: Asked, said: Said) -> bytes:
        """The document asked for: in the workspace's layout, or in the office's own template."""
        return self.set(said, profile_for(said.lang, asked.workspace.settings.layout), asked.template)

    def set(
        self, said: Said, profile: Profile, template: Template | None = None, limits: Limits | None = None
    ) -> bytes:
        """The document that says this.

        Raises:
            TemplateRefused: see `reports.templates.fill`.
        """
        if template is not None:
            return self._fill(said, template, limits)
        document = Docx(
            self.shape(profile), said.lang, title=said.title, author=said.author, subject=said.subject, made=said.made
        )
        self.lay(Paper(document, wording(said.lang), said.values), said.shown)
        return document.to_bytes()

    def default(self, lang: str, layout: Layout | None = None) -> bytes:
        """The template that, filled, reads and looks as the document does."""
        words = wording(lang)
        profile = self.shape(profile_for(words.lang, layout))
        document = Docx(profile, words.lang, title=self.title.get(words.lang), author="", subject="", made=None)
        self.lay(Paper(document, words, self.fields, marks=True), None)
        return document.to_bytes()

    def _fill(self, said: Said, template: Template, limits: Limits | None) -> bytes:
        from reports.templates.fill import fill

        properties = {
            "title": said.title,
            "author": said.author,
            "subject": said.subject,
            "language": "zh-CN" if said.lang == "zh" else "en-GB",
            "made": said.made.isoformat() if said.made else "",
        }
        return fill(
            template.data,
            template.file,
            schema=schema(self.fields),
            values=said.values,
            properties=properties,
            limits=limits,
        )
