"""What the text of a Word file comes to after its styles, the defaults and the theme: fonts, size, language, place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import isfinite
from typing import Any, NamedTuple

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SHOWN = {f"{W}t": "", f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_MOST_STYLES_DEEP = 20  # a chain of styles is this long at most, also where it bites its tail
_OFF = ("0", "false", "off")
_LEVELS = tuple("012345678")
_Key = tuple[tuple[Any, ...], ...]

Element = Any


class Setting(NamedTuple):
    """How text is set: the font of Han text and that of Latin text, the size in points, their languages.

    "" stands where nothing is named.
    """

    font: str
    latin: str
    size: float
    han_language: str
    language: str


class Run(NamedTuple):
    """Text of one setting."""

    text: str
    setting: Setting


class Form(NamedTuple):
    """How a paragraph is set: its style's name and setting, its place in the outline (-1: none), its alignment.

    What stands in a frame is aligned as the frame is. `line` is the distance of lines in points where it is fixed, else
    0; `left` and `right` are how far the first line is in, in points. `listed`: the word processor numbers it.
    """

    style: str
    by_style: Setting
    outline: int
    align: str
    line: float
    left: float
    right: float
    listed: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: how it is set, its runs, and where it is.

    `table` is the number of the table it stands in, else 0; `number` its own among those in no table, or in the same
    table.
    """

    form: Form
    runs: tuple[Run, ...]
    table: int
    number: int

    @property
    def text(self) -> str:
        """Its whole text."""
        return "".join(run.text for run in self.runs)


class Cascade:
    """The styles and the theme of a file, as elements, "none" where it has none; `han` is the theme's Han language."""

    def __init__(self, styles: Element, theme: Element, han: str) -> None:
        self._styles = {style.get(f"{W}styleId", ""): style for style in styles.findall(f"{W}style")}
        self._defaults = {kind: styles.find(f"{W}docDefaults/{W}{kind}Default/{W}{kind}") for kind in ("pPr", "rPr")}
        self._theme, self._han = theme, han
        self._of_styles = lru_cache(maxsize=1024)(self._settings)
        # Long tables have the same few over and over.
        self._forms: dict[_Key, Form] = {}
        self._own_settings: dict[tuple[_Key, Setting], Setting] = {}

    def paragraph(self, element: Element, table: int, number: int) -> Paragraph:
        """The paragraph `element`, which stands where it is said to."""
        own = element.find(f"{W}pPr")
        if (key := _key(own)) not in self._forms:
            self._forms[key] = self._form(own)
        style = value(own, "pStyle") or self._default_style
        return Paragraph(self._forms[key], tuple(self._runs(element, style)), table, number)

    def _form(self, own: Element | None) -> Form:
        style = value(own, "pStyle") or self._default_style
        chain = self._chain(style)
        sources = [own, *(each.find(f"{W}pPr") for each in chain), self._defaults["pPr"]]
        outline, by_style = first(sources, "outlineLvl"), self._of_styles(style, "")
        left, right = _indents(sources, by_style.size)
        return Form(
            style=(value(chain[0], "name") or "") if chain else "",
            by_style=by_style,
            outline=int(outline) if outline in _LEVELS else -1,
            align=_attribute([own], "framePr", "xAlign") or first(sources, "jc") or "left",
            line=_line(sources),
            left=left,
            right=right,
            listed=_is_listed(sources),
        )

    def _runs(self, paragraph: Element, style: str) -> Iterator[Run]:
        for run in paragraph.iter(f"{W}r"):
            of_this = next(run.iterancestors(f"{W}p")) is paragraph  # and not of a text box that hangs on it
            if of_this and (text := run_text(run)):
                own = run.find(f"{W}rPr")
                inherited = self._of_styles(style, value(own, "rStyle") or "")
                yield Run(text, inherited if own is None else self._own_setting(own, inherited))

    def _own_setting(self, own: Element, inherited: Setting) -> Setting:
        key = _key(own), inherited
        if key not in self._own_settings:
            self._own_settings[key] = self._setting([own], inherited)
        return self._own_settings[key]

    def _settings(self, style: str, character_style: str) -> Setting:
        """What text of a paragraph's style, and of a style of its own, comes to."""
        chain = [*self._chain(character_style), *self._chain(style)]
        return self._setting([*(each.find(f"{W}rPr") for each in chain), self._defaults["rPr"]], _NOTHING)

    def _setting(self, sources: list[Element | None], otherwise: Setting) -> Setting:
        return Setting(
            self._font(sources, "eastAsia") or otherwise.font,
            self._font(sources, "ascii") or otherwise.latin,
            number(first(sources, "sz"), otherwise.size * 2) / 2,
            _attribute(sources, "lang", "eastAsia") or otherwise.han_language,
            _attribute(sources, "lang", "val") or otherwise.language,
        )

    def _font(self, sources: list[Element | None], script: str) -> str:
        for source in sources:
            fonts = source.find(f"{W}rFonts") if source is not None else None
            if fonts is not None:
                if theme := fonts.get(f"{W}{script}Theme"):
                    return self.theme_font("major" if theme.startswith("major") else "minor", script)
                if name := fonts.get(f"{W}{script}"):
                    return str(name)
        return ""

    def theme_font(self, use: str, script: str) -> str:
        """The font that the theme names for a use, "major" or "minor", and a script, "eastAsia" or "ascii"."""
        fonts = self._theme.find(f".//{_A}{use}Font")
        if fonts is None:
            return ""
        face = fonts.find(f"{_A}{'ea' if script == 'eastAsia' else 'latin'}")
        named = face.get("typeface", "") if face is not None else ""
        if not named and script == "eastAsia" and self._han in ("zh-CN", "zh-SG"):
            named = next((each.get("typeface", "") for each in fonts if each.get("script") == "Hans"), "")
        return str(named)

    @cached_property
    def _default_style(self) -> str:
        for style_id, style in self._styles.items():
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on"):
                return str(style_id)
        return ""

    def _chain(self, style_id: str) -> list[Element]:
        """A style and those it is based on, nearest first."""
        chain: list[Element] = []
        while style_id in self._styles and len(chain) < _MOST_STYLES_DEEP:
            chain.append(self._styles[style_id])
            style_id = value(chain[-1], "basedOn") or ""
        return chain


_NOTHING = Setting("", "", 10, "", "")  # ten points: so text is set where nothing says how large


def run_text(run: Element) -> str:
    """The text of a run as it is seen: a line break is a line feed, a hyphen that does not break a hyphen."""
    return "".join(str(_SHOWN[piece.tag] or piece.text or "") for piece in run if piece.tag in _SHOWN)


def is_on(sign: Element) -> bool:
    """Whether an element that says yes or no says yes."""
    return sign.get(f"{W}val", "1") not in _OFF


def value(parent: Element | None, tag: str) -> str | None:
    """The value of a child, None where there is none."""
    found = parent.find(f"{W}{tag}") if parent is not None else None
    return str(found.get(f"{W}val", "")) if found is not None else None


def first(sources: list[Element | None], tag: str) -> str | None:
    """The value of the first of the children of that name."""
    return next((found for source in sources if (found := value(source, tag)) is not None), None)


def number(text: str | None, otherwise: float) -> float:
    """The number that a text is, or else what is there otherwise."""
    try:
        found = float(text) if text else otherwise
    except ValueError:
        return otherwise
    return found if isfinite(found) else otherwise


def _key(properties: Element | None) -> _Key:
    """What tells properties from others."""
    return tuple((each.tag, *each.attrib.items()) for each in properties.iter()) if properties is not None else ()


def _attribute(sources: list[Element | None], tag: str, name: str) -> str | None:
    """An attribute of the first child of that name that has it."""
    for source in sources:
        found = source.find(f"{W}{tag}") if source is not None else None
        if found is not None and (text := found.get(f"{W}{name}")):
            return str(text)
    return None


def _line(sources: list[Element | None]) -> float:
    """The fixed distance of lines in points, 0 where it follows the type."""
    exact = _attribute(sources, "spacing", "lineRule") == "exact"
    return number(_attribute(sources, "spacing", "line"), 0) / 20 if exact else 0


def _indents(sources: list[Element | None], size: float) -> tuple[float, float]:
    """How far the first line is in at both sides, in points; lengths in characters go first, as in Word."""

    def indent(*names: str) -> float:
        for name in names:
            if characters := number(_attribute(sources, "ind", f"{name}Chars"), 0):
                return characters / 100 * size
            if length := number(_attribute(sources, "ind", name), 0):
                return length / 20
        return 0

    return indent("left", "start") + (indent("firstLine") or -indent("hanging")), indent("right", "end")


def _is_listed(sources: list[Element | None]) -> bool:
    for source in sources:
        numbering = source.find(f"{W}numPr") if source is not None else None
        if numbering is not None:
            return value(numbering, "numId") not in (None, "", "0")
    return False
