"""What `make run` says on a machine that it can't set up: one line, and nothing is left behind."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import ROOT

# The suite itself runs under make, whose own variables would reach the one that is tested.
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """As much of a clean clone as making the venv needs."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    for stem in ("requirements", "requirements-dev"):
        (tmp_path / f"{stem}.txt").touch()
    return tmp_path


def python(folder: Path, *, version: str, venv: bool = True) -> Path:
    """A Python of that version, with or without its venv module."""
    path = folder / f"python{version}"
    has_venv = "exit 0" if venv else "exit 1"
    path.write_text(f'#!/bin/sh\ncase "$2" in *ensurepip*) {has_venv};; *version_info*) echo {version};; esac\n')
    path.chmod(0o755)
    return path


def refusal(clone: Path, target: str, *candidates: str | Path) -> str:
    """The one line that make prints."""
    command = ["make", target, f"PYTHON={' '.join(map(str, candidates))}"]
    done = subprocess.run(command, cwd=clone, env=PLAIN, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert done.stdout == ""
    assert not (clone / ".venv").exists()
    (line,) = done.stderr.splitlines()
    return line


@pytest.mark.parametrize("version", ["2.7", "3.10", "3.14"])
@pytest.mark.parametrize("target", ["run", "test"])
def test_a_wrong_python_is_one_clear_line(clone: Path, target: str, version: str) -> None:
    line = refusal(clone, target, python(clone, version=version))
    assert "Kesu needs Python 3.11, 3.12 or 3.13 (found: " in line
    assert f"is {version})" in line


def test_no_python_at_all_is_one_clear_line(clone: Path) -> None:
    assert "(found: none)" in refusal(clone, "run", clone / "nothing-here")


def test_a_python_without_venv_is_one_clear_line(clone: Path) -> None:
    line = refusal(clone, "run", python(clone, version="3.10"), python(clone, version="3.12", venv=False))
    assert "Python has no venv module: " in line
    assert "apt-get install python3-venv" in line


def test_the_first_python_that_fits_is_taken(clone: Path) -> None:
    script = ROOT / "scripts" / "find-python.sh"
    candidates = [python(clone, version="3.10"), python(clone, version="3.12", venv=False), Path(sys.executable)]
    found = subprocess.run(["sh", script, *candidates], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == sys.executable


def test_make_alone_says_what_can_be_done(clone: Path) -> None:
    shown = subprocess.run(["make"], cwd=clone, env=PLAIN, capture_output=True, text=True, check=True).stdout
    assert {"make run", "make test", "make check"} <= {line[:10].strip() for line in shown.splitlines()}
