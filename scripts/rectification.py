"""Draw the life of a rectification into docs/rectification.md, from the table in the code (`make drawing`)."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from store.rectifying.life import STATES, VERBS
from store.rectifying.model import LIVE

PATH = Path(__file__).resolve().parent.parent / "docs" / "rectification.md"
DRAWN = re.compile(r"(?<=<!-- drawn from the code -->\n).*?(?=<!-- end -->)", re.DOTALL)
_BY = {"": "", "rectifier": "who did not rectify it", "asker": "who did not ask for it"}


def drawing() -> str:
    """The state diagram as Mermaid, and the table of steps as Markdown."""
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> open: notice issued"]
    lines += [f"    {state}: {state} ({title})" for state, title in STATES.items()]
    lines += [f"    {start} --> {verb.end}: {name}" for name, verb in VERBS.items() if verb.end for start in verb.start]
    lines += ["```", "", "| step | what it is | from | to | needs | by |", "| --- | --- | --- | --- | --- | --- |"]
    for name, verb in VERBS.items():
        start = "any that is not at an end" if verb.start == LIVE else ", ".join(verb.start)
        needs = ", ".join("evidence" if need == "proof" else need.replace("|", " or ") for need in verb.needs)
        lines.append(f"| `{name}` | {verb.title} | {start} | {verb.end or 'stays'} | {needs} | {_BY[verb.not_by]} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write it between its marks."""
    text = PATH.read_text(encoding="utf-8")
    PATH.write_text(DRAWN.sub(lambda _match: drawing(), text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
