"""What is said of documents on the screen and on the command line alike."""

from __future__ import annotations

from reports.kinds import KINDS, Asked
from store.documents import Registered
from tui.i18n import N_, _, joined, translate


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


def not_taken(asked: Asked, most: int = 20) -> list[str]:
    """The steps of rectifications that issued documents are, and that could not be taken: the first, and how many."""
    said = [
        _("issued, but not in the ledger: {problem}").format(problem=translate(error))
        for error in asked.not_taken[:most]
    ]
    if more := asked.not_taken[most:]:
        said.append(_("and {count} more").format(count=len(more)))
    return said
