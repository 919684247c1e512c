"""Notices to set: one that is complete, and a bare draft; and a round of which forms are made."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from reports.kinds import Asked
from reports.model import Basis, File, Finding, Notice, Person
from store.clock import FixedClock
from tests.reports.forming import FEW, made


@pytest.fixture
def finding() -> Finding:
    return Finding(
        id="KI0001-0007",
        number=1,
        problem="3号教学楼二层东侧疏散通道堆放课桌椅。",
        place="3号教学楼二层东侧",
        basis="《中小学幼儿园安全管理办法》第十八条",
        requirement="立即清理，建立每日巡查记录。",
        grade="较大",
        lead="总务处",
        responsible="安全保卫处",
        due=date(2026, 11, 5),
        evidence=(File(name="照片0012.jpg", kind="JPEG图片", size="2.1 MB", digest="0123456789ab"),),
    )


@pytest.fixture
def notice(finding: Finding) -> Notice:
    return Notice(
        lang="zh",
        issuing_body="青山市教育局",
        number="青教督整〔2026〕1号",
        unit="青山市第一实验小学",
        unit_code="QS-001",
        contact="周主任 0100-5550123",
        round="2026年秋季校园安全督导",
        basis=(Basis(checklist="校园安全检查清单", version="3", documents=("《中小学幼儿园安全管理办法》",)),),
        period_from=date(2026, 9, 1),
        period_to=date(2026, 12, 31),
        visit_date=date(2026, 10, 9),
        visit_start="09:05",
        visit_end="11:35",
        place="实验小学本部",
        inspectors=(
            Person(name="张三", post="督学", certificate="DX-0017"),
            Person(name="李四", post="科员", certificate="DX-0023"),
        ),
        present=(Person(name="王五", post="副校长"),),
        remarks="检查当日停电。",
        counts={"pass": 45, "fail": 3, "na": 1, "none": 2},
        findings=(finding,),
        reply_by=date(2026, 11, 20),
        reply_to="青山市教育局督导室",
        contact_person="赵六",
        contact_phone="0100-5550100",
        issued=date(2026, 10, 15),
        journal="3f9a1c0d7be24e58",
    )


@pytest.fixture
def draft() -> Notice:
    """Nothing known but the unit and one problem."""
    return Notice(
        lang="zh",
        issuing_body="",
        number="",
        unit="青山市第一实验小学",
        unit_code="QS-001",
        round="",
        basis=(),
        counts={},
        findings=(Finding(id="KI0001-0001", number=1, problem="未建立台账。"),),
    )


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 9, 1, 2, tzinfo=UTC))


@pytest.fixture
def asked(tmp_path: Path, clock: FixedClock) -> Asked:
    return made(tmp_path / "few", clock, FEW)
