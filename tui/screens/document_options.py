"""What a kind of document can be told, as fields of a form: what it asks for is read from the kind itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from unicodedata import normalize

from checklists.errors import N_
from reports.kinds import MAX_TEMPLATE, Asked, Kind, Template
from store.disk import Disk
from store.errors import Refused
from tui.i18n import _
from tui.own_files import at_home
from tui.widgets.form import Field

LANGUAGE_NAMES = (("zh", "中文"), ("en", "English"))


def fields(kind: Kind, asked: Asked, template: str) -> list[Field]:
    """The fields, filled in with what is asked for now; `template` is the path that was typed before."""
    day = asked.as_of.isoformat() if asked.as_of else ""
    found = [
        Field("lang", _("Language"), asked.lang, "choice", LANGUAGE_NAMES),
        Field("as_of", _("As of"), day, "date", placeholder=_("today"), beside=True),
    ]
    if kind.unnamed:
        choices = [("yes", _("with their names")), ("no", _("without names"))]
        found.append(Field("named", _("Units"), "yes" if asked.named else "no", "choice", choices))
    if kind.month:
        found.append(Field("month", _("Month"), asked.month, placeholder="2026-12", hint=_("empty: this month")))
    if kind.year:
        found.append(Field("year", _("Year"), str(asked.year or ""), placeholder="2026", max_length=4))
    found.append(Field("template", _("Template"), template, placeholder="~/letter.docx", max_length=1000))
    return found


def taken(asked: Asked, values: Mapping[str, str]) -> Asked:
    """What is asked for now.

    Raises:
        Refused: the year is none. StoreError: the template cannot be read.
    """
    template = None
    if typed := values.get("template", "").strip():
        path = at_home(typed)
        template = Template(path.name, Disk().read_at_most(path, MAX_TEMPLATE))
    as_of = date.fromisoformat(values["as_of"]) if values["as_of"] else None
    year = normalize("NFKC", values.get("year", "")).strip()
    if year and not (year.isdecimal() and len(year) == 4):
        raise Refused(N_("{year} is not a year; write it as 2026"), year=year)
    month = normalize("NFKC", values.get("month", "")).strip()
    return replace(
        asked,
        lang=values["lang"],
        as_of=as_of,
        month=month,
        year=int(year or 0),
        template=template,
        named=values.get("named") != "no",
    )
