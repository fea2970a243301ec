"""The modules that get mutants."""

import importlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def module_path(module: str) -> Path:
    """`counting` → app/policy/counting.py, `core.money` → app/core/money.py."""
    whole = module if module.startswith("core.") else f"policy.{module}"
    return ROOT / "app" / Path(*whole.split(".")).with_suffix(".py")


def module_names() -> list[str]:
    """Every module of both packages that has code."""
    policy, core = ROOT / "app" / "policy", ROOT / "app" / "core"
    names = [".".join(path.relative_to(policy).with_suffix("").parts) for path in sorted(policy.rglob("*.py"))]
    names += [f"core.{path.stem}" for path in sorted(core.rglob("*.py"))]
    return [name for name in names if not name.endswith("__init__")]


def load_product() -> None:
    """Every module of both packages."""
    for name in module_names():
        importlib.import_module(".".join(module_path(name).relative_to(ROOT).with_suffix("").parts))
