"""A sheet made of the widgets alone, for measuring them: 200 items, their text, a form, no store behind it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tui.widgets.bar import LineBar, RuleLine
from tui.widgets.form import Field, Form
from tui.widgets.look import PLAIN, Look
from tui.widgets.pane import Pane
from tui.widgets.plain import PlainApp, PlainScreen
from tui.widgets.rows import Row, RowList, heading

LOOK = Look()
ITEMS = ("领导组已发文成立，组长、副组长、成员明确", "全年专题研究本项工作不少于2次", "每半年在本单位通报一次")
LABELS = ("怎么查", "要什么", "上一轮", "查到", "问题 1", "备注")
PHRASES = ("会议记录不全", "无签到表", "未按时召开")
FIELDS = (
    Field("problem", "问题", required=True, phrases=PHRASES),
    Field("place", "地点", "党政办"),
    Field("requirement", "要求"),
    Field("grade", "等级", "high", "choice", (("high", "高"), ("middle", "中"), ("low", "低"))),
    Field("due", "限期", "2026-12-20", "date", hint="（高：15天）", beside=True),
    Field("lead", "牵头", "党政办"),
    Field("responsible", "责任", "各支部", beside=True),
)
TEXTS = (
    "查阅会议通知、签到表、记录；本期应有2次（上、下半年各1次）",
    "会议记录或纪要",
    "✗ 2026-03-12 李  仅有1次，无签到表；整改：已反馈，待复查",
    "1 次    建议：不合格（1/2）",
    "下半年未召开专题研究会议（党政办）  限期 2026-12-20",
    "负责人称12月补开，未见通知",
)


class Sheet(PlainScreen[None]):
    """The page an inspector lives on, as screens have it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "mark('pass')", priority=True),
        Binding("2", "mark('fail')", priority=True),
        Binding("e", "finding", priority=True),
    ]
    DEFAULT_CSS = "Sheet Pane, Sheet Form { height: 8; }"

    def compose(self) -> ComposeResult:
        yield LineBar(id="title")
        yield RowList()
        yield RuleLine()
        yield Pane()
        yield Form()
        yield LineBar(id="keys")

    def on_mount(self) -> None:
        self.verdicts = {f"I{n}": "none" for n in range(1, 201)}
        rows: list[Row] = []
        for n in range(1, 201):
            if n % 20 == 1:
                rows.append(heading(f"H{n}", f"{n // 20 + 1}、责任体系：领导组"))
            rows.append(self.item(f"I{n}"))
        self.query_one(RowList).set_rows(rows)
        self.query_one("#keys", LineBar).show(
            [(" 1合格 2不合格 3不适用 0清除 e备注 ]下一未查 /筛选 ?全部按键", PLAIN)], [("已存盘 ", PLAIN)]
        )
        self.counts()
        self.show("I1")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Priority keeps the order of keys typed ahead; while the form is open the keys are the form's."""
        return not (action in ("mark", "finding") and self.query_one(Form).is_open)

    def item(self, id: str) -> Row:
        n = int(id[1:])
        left = [(" ", PLAIN), LOOK.mark(self.verdicts[id]), (f" {n:<3} {ITEMS[n % 3]}", PLAIN)]
        return Row(id, left, [("高 ", PLAIN)] if n % 4 == 0 else [])

    def counts(self) -> None:
        done = list(self.verdicts.values())
        right = f"{done.count('pass')}✓ {done.count('fail')}✗  {done.count('none')}. 共200 "
        self.query_one("#title", LineBar).show([(" 2026年下半年责任制检查 / 城东第3小学", PLAIN)], [(right, PLAIN)])

    def show(self, id: str) -> None:
        n = int(id[1:])
        lines = [[(f" {n}  全年专题研究本项工作不少于{n}次", PLAIN)]]
        for index, label in enumerate(LABELS):
            text = TEXTS[(index * 5 + n) % 6] if (index + n) % 3 else ""
            lines.append([(f" {label:<{8 - len(label)}}", PLAIN), (text, PLAIN)])
        self.query_one(Pane).show(lines)

    def on_row_list_rested(self, message: RowList.Rested) -> None:
        self.show(message.id)

    async def action_finding(self) -> None:
        keys = "Tab 下一栏  回车 保存  F2 再加一个  F10 放弃"
        form, pane = self.query_one(Form), self.query_one(Pane)
        await form.open(FIELDS, title="第2项的问题 1/1", keys=keys, instead_of=pane)

    async def on_form_extra(self) -> None:
        """As if the finding had been kept: an empty form for the next one."""
        await self.action_finding()

    def on_form_saved(self, message: Form.Saved) -> None:
        message.form.close()

    def action_mark(self, verdict: str) -> None:
        rows = self.query_one(RowList)
        id = rows.cursor_id
        assert id is not None
        self.verdicts[id] = verdict
        rows.update_row(id, self.item(id))
        following = rows.next(lambda row: self.verdicts[row.id] == "none", wrap=False)
        if following:
            rows.move_to(following)
        self.counts()


class Kit(PlainApp[None]):
    """The sheet, nothing else."""

    def get_default_screen(self) -> Sheet:
        """The sheet itself: a screen pushed over Textual's empty one would be painted twice."""
        return Sheet()


if __name__ == "__main__":
    Kit().run(mouse=False)
