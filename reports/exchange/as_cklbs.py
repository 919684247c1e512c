"""The units of a round as checklists of STIG Viewer, one .cklb of each in a zip file."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from checklists.errors import N_
from reports.exchange.as_cklb import of_unit
from reports.exchange.collect import Collected
from reports.exchange.zipped import Drain, info
from store.errors import Refused
from store.progress import Progress


def write(collected: Collected, progress: Progress | None = None) -> Iterator[bytes]:
    """The file in parts. A unit that is asked nothing has none in it.

    Raises:
        Refused: none is asked anything.
    """
    out, any_ = Drain(), False
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for page in collected.pages(progress):
            if data := of_unit(collected, page):
                package.writestr(info(f"{page.unit.code}.cklb"), data)
                any_ = True
            yield from out.drained()
        if not any_:
            raise Refused(N_("no unit is asked anything in this round"))
    yield from out.drained()
