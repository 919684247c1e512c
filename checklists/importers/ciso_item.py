"""One requirement of a CISO Assistant framework as an item, with its questions among how to check it."""

from __future__ import annotations

from checklists.errors import N_
from checklists.importers.ciso_tree import Fields, Requirement, Source
from checklists.importers.texts import joined
from checklists.model import Item, Text
from checklists.nodes import Mapping, Sequence


def item(source: Source, one: Requirement, item_id: str) -> Item:
    """The item: its name is the text, what else it says is how to check; without words its `ref_id` is the text."""
    said = [
        text for text in (one.name, source.own_text(one, "description"), source.own_text(one, "annotation")) if text
    ]
    if not said:
        name = one.ref_id or one.tail
        said = [Text(name, name)]
        source.remark("guessed", one.line, N_("it has no words; its number {name} stands for them"), name=name)
    how = said[1:] + _questions(source, one)
    return Item(
        id=item_id,
        text=source.fitting(said[0], one.line, "name") or said[0],
        how=source.fitting(joined(how, "\n\n"), one.line, "description"),
        evidence=source.fitting(source.own_text(one, "typical_evidence"), one.line, "typical_evidence"),
        weight=source.weight(one),
        ref=(one.ref_id,) if one.ref_id else (),
    )


def _questions(source: Source, one: Requirement) -> list[Text]:
    """The questions of a node with the answers to choose from, one a line."""
    node = one.fields.get("questions")
    if type(node) is not Mapping or not node.items:
        return []
    asked = [text for question in node.items[1::2] if (text := _question(source, source.fields(question)))]
    message = N_("its {count} questions became part of how to check; their scores and conditions are left out")
    source.remark("guessed", node.line, message, count=len(asked))
    listed = joined(asked, "\n")
    return [listed] if listed else []


def _question(source: Source, fields: Fields) -> Text | None:
    text = source.text(fields, source.translations(fields), "text")
    listed = fields.get("choices")
    choices = []
    for node in listed.value if type(listed) is Sequence else ():
        choice = source.fields(node)
        if value := source.text(choice, source.translations(choice), "value"):
            choices.append(value)
    if text is None:
        return None
    answers = joined(choices, " / ")
    return (
        Text(f"- {text.zh}（{answers.zh}）", f"- {text.en} ({answers.en})")
        if answers
        else Text(*(f"- {each}" for each in text))
    )
