"""What a document says, field by field: described once, held by each document, named by an office's own template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Field:
    """A field: what it is in English and in Chinese, and in some documents how it may look.

    With fields `of` its own it is a list of groups of these.
    """

    en: str
    zh: str
    example: str = ""
    of: Mapping[str, Field] | None = None


Fields = Mapping[str, Field]
"""The fields of a kind of document, or of one turn of a list, by their names in templates."""

PERSON: Fields = {
    "name": Field("name", "姓名"),
    "post": Field("post", "职务"),
    "certificate": Field("number of the certificate", "证件号"),
}
NUMBER = Field("1, 2, 3 …", "序号")
AMENDS = Field(
    "the sentence about the document that this one corrects or adds to, empty if none",
    "更正或补充以前文书的说明，没有则为空",
)
LEFT_OUT = Field(
    "the sentence about units whose records cannot be read, empty if none",
    "记录无法读取的单位的说明，没有则为空",
)
ISSUING_BODY = Field("who issues it", "发文机关")
TITLE = Field("what the document is called", "文书名称")
DRAFT_NUMBER = Field("the document number; in a draft a blank and a word of warning", "发文字号；草稿为空格线和提示")
FOOT = Field("the title with the number, as at the foot of a page", "页脚中的文书名称和字号")
UNIT = Field("to whom it goes", "受文单位")
CONTACT_PERSON = Field("who can be asked", "联系人")
CONTACT_PHONE = Field("their telephone", "联系电话")
ISSUED = Field("the date of issue; a blank in a draft", "印发日期；草稿为空格线")


def some(fields: Fields, *names: str) -> dict[str, Field]:
    """These of the fields, for another document."""
    return {name: replace(fields[name], example="") for name in names}


def schema(fields: Fields) -> dict[str, Any]:
    """The fields as `reports.templates.language` knows them."""
    return {name: None if field.of is None else [schema(field.of)] for name, field in fields.items()}
