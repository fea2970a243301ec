"""Commands of `python run.py`. Each is an edge: it says system_scope() and opens the unit of work."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from flask import Flask
from flask_migrate import upgrade

from app import create_app, serve
from app.config import load_settings
from app.core import clock
from app.core.errors import UserError
from app.policy import commands as policy_commands
from app.security import system_scope


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Kesu 客诉. Without a command: web and worker in one process."""
    if context.invoked_subcommand is None:
        serve.everything(_app())


@main.command()
def web() -> None:
    """The web server alone."""
    serve.web(_app())


@main.command()
@click.option("--once", is_flag=True, help="One pass over everything that is due, then exit.")
def worker(once: bool) -> None:
    """The worker alone: sweeps deadlines, delivers messages."""
    serve.worker(_app(), once=once)


@main.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Migrate and bootstrap permissions, roles and the rulebook. Safe to repeat and to run twice at once."""
    from app.admin.bootstrap import bootstrap

    app = _app()
    with app.app_context(), system_scope():
        upgrade()
        bootstrap(clock.now())
    click.echo("database is up to date")


@main.group()
def admin() -> None:
    """Administrators."""


@admin.command("create")
@click.option("--username", prompt=True)
@click.option("--email", prompt=True)
@click.password_option()
def admin_create(username: str, email: str, password: str) -> None:
    """The first administrator, without the demo."""
    from app.admin.bootstrap import create_admin

    with _app().app_context(), system_scope(), _clear_errors():
        create_admin(username, password, email=email, now=clock.now())
    click.echo(f"administrator {username} created")


@main.command()
@click.option("--complaints", default=200, show_default=True, help="How many.")
@click.option("--seed", default=20261122, show_default=True, help="The same seed and end date give the same company.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The company's last day; today when left out.")
@click.option("--if-empty", is_flag=True, help="Do nothing where there is a company already.")
def demo(complaints: int, seed: int, until: datetime | None, if_empty: bool) -> None:
    """The demo company, into an empty database only; nothing of its past is ever sent."""
    from app.data.demo import is_empty, seed_demo

    with _app().app_context(), system_scope(), _clear_errors():
        if if_empty and not is_empty():
            return
        last = until.date() if until else clock.local_day(clock.now())
        click.echo(f"building the demo company with {complaints} complaints …")
        click.echo(seed_demo(complaints=complaints, seed=seed, until=last))


@main.group()
def policy() -> None:
    """Policy packs."""


@policy.command("check")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def policy_check(file: Path) -> None:
    """Every fault of a pack with line and reason; exit 1 if there is any."""
    text, code = policy_commands.check_file(file)
    click.echo(text)
    sys.exit(code)


@policy.command("due")
@click.argument("pack")
@click.argument("clock_name", metavar="CLOCK")
@click.option(
    "--at", required=True, help="Start of the clock, 2026-09-30T17:30; Shanghai time unless it has an offset."
)
@click.option("--kind", type=click.Choice(["business", "attitude"]))
@click.option("--severity", type=click.Choice(["minor", "moderate", "major"]))
@click.option("--origin", type=click.Choice(["external", "internal"]))
def policy_due(pack: str, clock_name: str, at: str, kind: str | None, severity: str | None, origin: str | None) -> None:
    """When a clock ends: the instant, then how it was counted."""
    with _clear_errors():
        click.echo(policy_commands.due_text(pack, clock_name, at, kind=kind, severity=severity, origin=origin))


@main.command()
@click.argument("complaint_no")
def explain(complaint_no: str) -> None:
    """Each deadline of a complaint segment by segment, with clauses."""
    from app.complaints.explain import explain_text

    with _app().app_context(), system_scope(), _clear_errors():
        click.echo(explain_text(complaint_no))


@contextmanager
def _clear_errors() -> Iterator[None]:
    """What a user can mend is one line, not a traceback."""
    try:
        yield
    except UserError as error:
        reasons = [f"{name}: {reason}" for name, reason in error.fields.items()]
        sys.exit("; ".join([str(error.message), *reasons]))


def _app() -> Flask:
    try:
        return create_app(load_settings())
    except ValueError as error:
        sys.exit(str(error))
