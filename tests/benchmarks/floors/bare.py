"""A floor: a header, a footer and a table of 200 rows, as little as Textual lets one write."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Footer, Header


class Bare(App[None]):
    """The table and nothing to do with it."""

    def compose(self) -> ComposeResult:
        yield Header()
        yield DataTable[str](cursor_type="row")
        yield Footer()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("编号", "检查内容", "结果")
        table.add_rows((str(n), f"全年专题研究本项工作不少于2次，有会议记录{n}", "未查") for n in range(1, 201))
        table.focus()


if __name__ == "__main__":
    Bare().run()
