"""A bundle file made by somebody else, or spoilt on its way: refused whole, with a word why, nothing of it taken."""

from __future__ import annotations

import json
import random
import stat
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from checklists.errors import AudittyError
from store.errors import NewerFormat, Unknown
from store.upkeep.archive import MANIFEST
from store.upkeep.bundle import take_in
from store.upkeep.verify import verify
from store.workspace import Workspace
from tests.store.bundles import SHEET, Repacked, laptop, office, refused, sound

__all__ = ["laptop", "office", "sound"]  # fixtures


def test_the_sound_one_is_taken(laptop: Workspace, sound: Path, tmp_path: Path) -> None:
    again = Repacked(sound)
    again.put(SHEET, again.events(SHEET))
    again.listed()
    take_in(laptop, again.write(tmp_path / "again.zip"))
    assert verify(laptop).faults == []


# The file


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a zip" * 100, b"PK\x05\x06" + bytes(18)])
def test_no_zip(laptop: Workspace, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "bad.zip").write_bytes(data)
    refused(laptop, tmp_path / "bad.zip")


def test_no_file_a_folder_a_link(laptop: Workspace, sound: Path, tmp_path: Path) -> None:
    (tmp_path / "link.zip").symlink_to(sound)
    for path in (tmp_path / "missing.zip", tmp_path, tmp_path / "link.zip"):
        refused(laptop, path, error=Unknown)


def test_cut_anywhere(laptop: Workspace, sound: Path, tmp_path: Path) -> None:
    data = sound.read_bytes()
    for end in range(0, len(data), max(1, len(data) // 40)):
        (tmp_path / "cut.zip").write_bytes(data[:end])
        refused(laptop, tmp_path / "cut.zip")


def test_a_byte_changed_anywhere_is_refused_or_means_nothing(laptop: Workspace, sound: Path, tmp_path: Path) -> None:
    data, chance = sound.read_bytes(), random.Random(4)
    expected = take_in(laptop, sound, dry_run=True)
    noticed = 0
    for at in chance.sample(range(len(data)), 300):
        spoilt = bytearray(data)
        spoilt[at] ^= 1 << chance.randrange(8)
        (tmp_path / "flip.zip").write_bytes(bytes(spoilt))
        try:
            done = take_in(laptop, tmp_path / "flip.zip", dry_run=True)
        except AudittyError:
            noticed += 1
        else:  # a time, a version, a length that nobody reads, or the words for people in the manifest
            assert replace(done, source=expected.source, name=expected.name) == expected
    assert noticed > 200


@pytest.mark.parametrize(
    "name",
    ["../evil", "/etc/evil", "sheets/../../evil.journal", "sheets/K1.json", "evidence/short", "sheets/ZZ.journal",
     "checklists/../x.json", "seal/0001.json", "ledger/S1.journal", "sheets\\S1.journal", "checklists/.x.json"],
)  # fmt: skip
def test_a_name_that_no_bundle_has(
    laptop: Workspace, office: Workspace, sound: Path, tmp_path: Path, name: str
) -> None:
    bad = Repacked(sound)
    bad.entries[name] = b"{}\n"
    bad.listed()
    refused(laptop, bad.write(tmp_path / "bad.zip"), here=office)
    assert not (tmp_path / "evil").exists()


def test_an_entry_that_the_manifest_does_not_list_and_the_other_way_round(
    laptop: Workspace, sound: Path, tmp_path: Path
) -> None:
    more = Repacked(sound)
    more.entries["sheets/K1.journal"] = b""
    refused(laptop, more.write(tmp_path / "more.zip"), "not in both")
    less = Repacked(sound)
    del less.entries[SHEET]
    refused(laptop, less.write(tmp_path / "less.zip"), "not in both")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_entry_twice(laptop: Workspace, sound: Path, tmp_path: Path) -> None:
    bad = Repacked(sound).write(tmp_path / "bad.zip")
    with zipfile.ZipFile(bad, "a") as file:
        file.writestr(SHEET, b"")
    refused(laptop, bad, "twice")


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO, stat.S_IFCHR])
def test_a_link_or_a_device(laptop: Workspace, sound: Path, tmp_path: Path, mode: int) -> None:
    bad = Repacked(sound)
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name, data in {**bad.entries, MANIFEST: json.dumps(bad.manifest).encode()}.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = ((mode if name == SHEET else stat.S_IFREG) | 0o644) << 16
            file.writestr(info, data)
    refused(laptop, path, "not a file")


def test_a_zip_bomb(laptop: Workspace, sound: Path, tmp_path: Path) -> None:
    bad = Repacked(sound)
    bad.entries[SHEET] = bytes(64 << 20)
    bad.listed()
    refused(laptop, bad.write(tmp_path / "bad.zip"), "far more")


def test_an_entry_longer_than_it_says(laptop: Workspace, sound: Path, tmp_path: Path) -> None:
    bad = Repacked(sound)
    path = bad.write(tmp_path / "bad.zip")
    data = path.read_bytes()
    size = len(bad.entries[SHEET])
    lying = data.replace(size.to_bytes(4, "little"), (size - 1).to_bytes(4, "little"))
    assert lying != data
    path.write_bytes(lying)
    refused(laptop, path)


def test_packed_in_another_way(laptop: Workspace, sound: Path, tmp_path: Path) -> None:
    bad, path = Repacked(sound), tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as file:
        for name, data in {**bad.entries, MANIFEST: json.dumps(bad.manifest).encode()}.items():
            file.writestr(name, data)
    refused(laptop, path, "packed")


# The manifest


@pytest.mark.parametrize(
    "change",
    [{"units": None}, {"units": ["../S1"]}, {"units": ["S1", "S1"]}, {"units": [["S1"]]}, {"units": ["S1", "ZZ"]},
     {"round": "../../x"}, {"round": 5}, {"round": ".hidden"}, {"files": None}, {"files": [5]}, {"files": {}},
     {"files": [{"name": SHEET, "size": -1, "sha256": "0" * 64}]}, {"name": 5}, {"format": "1"}, {"format": True},
     {"kind": "something"}],
    ids=str,
)  # fmt: skip
def test_a_manifest_that_is_none(laptop: Workspace, sound: Path, tmp_path: Path, change: Mapping[str, Any]) -> None:
    bad = Repacked(sound)
    bad.manifest |= change
    refused(laptop, bad.write(tmp_path / "bad.zip"))


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"{", b"[" * 100_000, b'{"format": 1}', b"\xff\xfe"])
def test_a_manifest_that_is_no_json(laptop: Workspace, sound: Path, tmp_path: Path, data: bytes) -> None:
    refused(laptop, Repacked(sound).write(tmp_path / "bad.zip", data), "not a bundle")


def test_a_newer_format(laptop: Workspace, sound: Path, tmp_path: Path) -> None:
    newer = Repacked(sound)
    newer.manifest["format"] = 2
    refused(laptop, newer.write(tmp_path / "newer.zip"), "newer", error=NewerFormat)


def test_another_content_than_the_manifest_says(laptop: Workspace, sound: Path, tmp_path: Path) -> None:
    bad = Repacked(sound)
    bad.entries[SHEET] = bad.entries[SHEET].replace(b"blocked", b"blooked")
    refused(laptop, bad.write(tmp_path / "bad.zip"), "manifest")
