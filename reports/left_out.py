"""What a document over many units says of those that it leaves out because a record of theirs cannot be read."""

from __future__ import annotations

from checklists.grades import Text
from reports.kinds import Asked
from reports.wording import Wording

_NAMED = Text(
    "以下单位有记录无法读取，未予计入：{units}。",
    "Records of these units cannot be read, and what they hold is not counted: {units}.",
)
_COUNTED = Text(
    "有{count}个单位的记录无法读取，未予计入。",
    "Records of {count} of the units cannot be read, and what they hold is not counted.",
)


def remark(asked: Asked, words: Wording) -> str:
    """The sentence, "" where all could be read. Ask for it when everything is read."""
    if not asked.left_out:
        return ""
    if not asked.named:
        return _COUNTED.get(words.lang).format(count=len(asked.left_out))
    known = asked.workspace.units.all()
    names = (known[code].name if code in known else code for code in asked.left_out)
    return _NAMED.get(words.lang).format(units=words.list_mark.join(names))
