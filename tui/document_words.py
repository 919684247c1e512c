"""What is said of documents on the screen and on the command line alike."""

from __future__ import annotations

from reports.kinds import KINDS, Asked
from store.documents import Registered
from tui.i18n import N_, _, joined, listed, translate


def kind_title(name: str) -> str:
    """What a kind of document is called; its name where this version knows none."""
    return _(KINDS[name].title) if name in KINDS else name


def headed(name: str) -> str:
    """What a kind is called, as a heading."""
    title = kind_title(name)
    return title[:1].upper() + title[1:]


def standing(each: Registered) -> str:
    """How a document stands to others: which it adds to or puts right, and which add to it or put it right."""
    issued = each.issued
    said = [(N_("supplements {number}"), issued.supplements), (N_("corrects {number}"), issued.corrects)]
    said += [(N_("supplemented by {number}"), number) for number in each.supplemented_by]
    said += [(N_("corrected by {number}"), number) for number in each.corrected_by]
    return joined(_(text).format(number=number) for text, number in said if number)


def unfilled(kind: str, asked: Asked) -> list[str]:
    """What a document that is numbered would leave blank, though it is asked for once and for all or at each visit."""
    settings = asked.workspace.settings
    given = {"issuing_body": settings.issuing_body}
    visited: dict[str, str] = {}
    if kind == "notice":
        document = settings.document
        given |= {name: getattr(document, name) for name in ("reply_to", "contact_person", "contact_phone")}
    if kind == "notice" and asked.round is not None and len(asked.units) == 1:
        visit = asked.workspace.sheet(asked.round, asked.units[0]).visit
        visited = {N_("Date"): visit.date, N_("Place"): visit.place}
    said = [
        (N_("Blank, for workspace.yaml does not say it: {names}"), [name for name in given if not given[name]]),
        (N_("Blank, for the visit does not say it: {names}"), [_(name) for name in visited if not visited[name]]),
    ]
    return [_(text).format(names=listed(names)) for text, names in said if names]


def not_taken(asked: Asked, most: int = 20) -> list[str]:
    """The steps of rectifications that issued documents are, and that could not be taken: the first, and how many."""
    said = [
        _("issued, but not in the ledger: {problem}").format(problem=translate(error))
        for error in asked.not_taken[:most]
    ]
    if more := asked.not_taken[most:]:
        said.append(_("and {count} more").format(count=len(more)))
    return said
