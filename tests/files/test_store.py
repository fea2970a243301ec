"""What is taken in, under which name, and that no file outlives a transaction that failed."""

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.errors import Invalid, NotFound
from app.db import unit_of_work
from app.extensions import db
from app.files import Attachment, attachments_of, disk, open_for, store, sweep_orphans
from app.files.store import clean_name
from app.security import use_scope
from app.security.scope import Scope
from tests.files.samples import JPEG, NOT_WHAT_THE_NAME_SAYS, SAMPLES, upload

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_folder(app, monkeypatch, tmp_path):
    settings = app.config["SETTINGS"].model_copy(update={"data_dir": tmp_path, "upload_max_mb": 1})
    monkeypatch.setitem(app.config, "SETTINGS", settings)


def keep(scene, name: str = "照片.jpg", data: bytes = JPEG) -> Attachment:
    with unit_of_work():
        return store(upload(name, data), scene.order, scene.anna, NOW)


def on_disk() -> list[Path]:
    return list(disk.all_files())


@pytest.mark.parametrize("name", SAMPLES)
def test_every_kind_on_the_list_is_taken(scene, name):
    row = keep(scene, name, SAMPLES[name])
    assert open_for(row.id)[1].read_bytes() == SAMPLES[name]


@pytest.mark.parametrize("name", NOT_WHAT_THE_NAME_SAYS)
def test_content_that_is_not_what_the_name_says_is_refused(scene, name):
    with pytest.raises(Invalid) as refused:
        keep(scene, name, NOT_WHAT_THE_NAME_SAYS[name])
    assert "isn't what the name says" in str(refused.value.fields["attachments"])
    assert on_disk() == []


@pytest.mark.parametrize("name", ["page.html", "picture.svg", "run.exe", "macro.xlsm", "noextension", ".jpg.", ""])
def test_other_types_are_refused_with_the_list_of_those_taken(scene, name):
    with pytest.raises(Invalid) as refused:
        keep(scene, name)
    assert "taken are jpg" in str(refused.value.fields["attachments"])


def test_an_empty_and_a_too_large_file_are_refused_at_the_callers_field(scene):
    for data, reason in ((b"", "is empty"), (JPEG + bytes(1024 * 1024), "larger than 1 MB")):
        with pytest.raises(Invalid) as refused, unit_of_work():
            store(upload("照片.jpg", data), scene.order, None, NOW, field="evidence")
        assert reason in str(refused.value.fields["evidence"])


def test_the_chinese_name_the_size_and_the_checksum_are_kept(scene):
    row = keep(scene, "破损照片 第1张.jpg")
    assert (row.name, row.size, row.mime) == ("破损照片 第1张.jpg", len(JPEG), "image/jpeg")
    assert row.sha256 == hashlib.sha256(JPEG).hexdigest()
    assert (row.created_by_id, row.created_at) == (scene.anna.id, NOW)
    assert attachments_of(scene.order) == [row]
    assert "破损" not in str(on_disk()[0])


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\照片\\一.jpg", "一.jpg"),
        ("a\x00b\r\nc.jpg", "abc.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        (" .hidden.jpg", "hidden.jpg"),
        ("长" * 300 + ".jpg", "长" * 196 + ".jpg"),
    ],
)
def test_a_name_is_cleaned_of_paths_and_of_what_cannot_be_seen(given, kept):
    assert clean_name(given) == kept


def test_a_transaction_that_fails_leaves_no_file(scene):
    with pytest.raises(ZeroDivisionError), unit_of_work():
        store(upload("照片.jpg", JPEG), scene.order, scene.anna, NOW)
        assert len(on_disk()) == 1
        raise ZeroDivisionError
    assert on_disk() == []


def test_savepoints_inside_decide_nothing(scene):
    with pytest.raises(ZeroDivisionError), unit_of_work():
        store(upload("照片.jpg", JPEG), scene.order, scene.anna, NOW)
        with db.session.begin_nested():
            db.session.execute(select(1))
        raise ZeroDivisionError
    assert on_disk() == []
    with unit_of_work():
        store(upload("照片.jpg", JPEG), scene.order, scene.anna, NOW)
        with pytest.raises(ZeroDivisionError), db.session.begin_nested():
            raise ZeroDivisionError
    assert len(on_disk()) == 1


def test_a_file_that_no_row_names_is_swept_after_a_day(scene):
    row = keep(scene)
    for storage, age in (("ab" + "0" * 30, 2), ("cd" + "0" * 30, 0)):
        disk.path_of(storage).parent.mkdir(parents=True, exist_ok=True)
        disk.path_of(storage).write_bytes(b"left behind")
        modified = (NOW - timedelta(days=age)).timestamp()
        os.utime(disk.path_of(storage), (modified, modified))
    sweep_orphans(NOW)
    assert {path.name for path in on_disk()} == {row.storage, "cd" + "0" * 30}


def test_another_station_can_neither_open_a_file_nor_add_one(scene):
    row = keep(scene)
    with use_scope(Scope("tree", user_id=0, departments=frozenset({scene.b.id}))):
        with pytest.raises(NotFound):
            open_for(row.id)
        with pytest.raises(NotFound), unit_of_work():
            store(upload("照片.jpg", JPEG), scene.order, None, NOW)
    with use_scope(Scope("tree", user_id=0, departments=frozenset({scene.a.id}))):
        assert open_for(row.id)[0] == row
    assert len(on_disk()) == 1
