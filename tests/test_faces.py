"""The three faces name everything: a table, a screen, a job or a setting that is missing from its face is noticed."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from types import ModuleType

from flask import Flask
from flask_appbuilder.api import BaseApi
from flask_appbuilder.baseviews import BaseView

import app as kesu
from app import jobs, models
from app.config import Settings
from app.db import Model
from tests.house import ROOT


def modules(*names: str) -> Iterator[ModuleType]:
    """The modules and packages of these names anywhere in app/, and what lies in such packages."""
    for found in pkgutil.walk_packages(kesu.__path__, "app."):
        if set(found.name.split(".")[2:]) & set(names):
            yield importlib.import_module(found.name)


def screens_written() -> set[type]:
    """Views and APIs that a package defines; a base for others starts with an underscore or lies in app.web."""
    found = set()
    for module in modules("views", "api"):
        for _, thing in inspect.getmembers(module, inspect.isclass):
            is_screen = issubclass(thing, BaseView | BaseApi) and thing.__module__ == module.__name__
            if is_screen and not thing.__name__.startswith("_"):
                found.add(thing)
    return found


def test_every_table_is_in_its_face() -> None:
    list(modules("models"))
    written = {mapper.class_ for mapper in Model.registry.mappers if mapper.class_.__module__.startswith("app.")}
    named = {model for domain in models.TABLES.values() for model in domain}
    assert len(written) >= len(models.TABLES)
    assert {model.__name__ for model in written ^ named} == set()


def test_every_screen_is_in_its_face(app: Flask) -> None:
    shown = {type(view) for view in app.appbuilder.baseviews}  # type: ignore[attr-defined]
    assert {screen.__qualname__ for screen in screens_written() - shown} == set()


def test_the_timetable_names_each_job_once() -> None:
    ids = [job.id for job in jobs.JOBS]
    assert len(ids) == len(set(ids))
    kept = {id(job) for job in jobs.JOBS}
    made = {name for name, value in vars(jobs).items() if type(value).__name__ == "Job" and id(value) not in kept}
    assert made == set()


def test_every_setting_is_documented() -> None:
    described = set(re.findall(r"`(KESU_[A-Z_]+)`", (ROOT / "docs" / "configuration.md").read_text()))
    known = {f"KESU_{name.upper()}" for name in Settings.model_fields}
    assert {name for name in described if not name.startswith("KESU_TEST_")} == known
