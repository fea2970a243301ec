"""Commands of `python run.py`. Each is an edge: it says system_scope() and opens the unit of work."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import click
from flask import Flask, current_app

from app import create_app, extensions, serve
from app.admin.bootstrap import bootstrap, create_admin
from app.complaints.explain import explain_text
from app.config import ROOT, Settings, load_settings
from app.core import clock
from app.core.errors import UserError
from app.data import demo as demo_data
from app.imports import commands as import_commands
from app.policy import commands as policy_commands
from app.policy.published import schema_text
from app.replays import commands as replay_commands
from app.search import fill_where_empty, rebuild
from app.security import system_scope


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Kesu 客诉. Without a command: web and worker in one process."""
    if context.invoked_subcommand is None:
        serve.everything(_app())


@main.command()
def start() -> None:
    """What `make run` does: upgrade, the demo company where there is none, then web and worker in one process."""
    app = _app()
    with app.app_context(), system_scope(), _clear_errors():
        _upgrade()
        if demo_data.is_empty():
            _build_demo(demo_data.COMPLAINTS, demo_data.SEED, clock.now())
        _greet(app)
    serve.everything(app)


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
    with _app().app_context(), system_scope(), _clear_errors():
        _upgrade()
    click.echo("the database is up to date")


@main.group()
def admin() -> None:
    """Administrators."""


@admin.command("create")
@click.option("--username", prompt=True)
@click.option("--email", prompt=True)
@click.password_option()
def admin_create(username: str, email: str, password: str) -> None:
    """The first administrator, without the demo."""
    with _app().app_context(), system_scope(), _clear_errors():
        create_admin(username, password, email=email, now=clock.now())
    click.echo(f"administrator {username} created")


@main.command()
@click.option("--complaints", default=demo_data.COMPLAINTS, show_default=True, help="How many.")
@click.option("--seed", default=demo_data.SEED, show_default=True, help="Same seed and date: the same company.")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="The first day after its past; the present if left out."
)
def demo(complaints: int, seed: int, until: datetime | None) -> None:
    """The demo company, into an empty database only; nothing of its past is ever sent."""
    with _app().app_context(), system_scope(), _clear_errors():
        _build_demo(complaints, seed, until.date() if until else clock.now())


@main.command("import")
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--dry-run", is_flag=True, help="Only try it; store nothing.")
@click.option("--valid", is_flag=True, help="Import the valid rows where others are refused.")
def import_rows(kind: str, file: Path, dry_run: bool, valid: bool) -> None:
    """Customers, contacts, waybills, people or past complaints from Excel or CSV; exit 1 if a row is refused."""
    with _app().app_context(), system_scope(), _clear_errors():
        text, code = import_commands.import_file(kind, file, dry_run=dry_run, valid=valid, now=clock.now())
    click.echo(text)
    sys.exit(code)


@main.command("export")
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export_rows(kind: str, file: Path) -> None:
    """All records of a kind to Excel or CSV; importing the file again changes nothing."""
    with _app().app_context(), system_scope(), _clear_errors():
        click.echo(import_commands.export_file(kind, file))


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


@policy.command("schema")
def policy_schema() -> None:
    """The JSON Schema of a pack, for editors."""
    click.echo(schema_text(), nl=False)


@policy.command("cases")
@click.argument("pack")
def policy_cases(pack: str) -> None:
    """What a pack says of its cases in policies/cases, and where they say otherwise; exit 1 if any does."""
    with _clear_errors():
        text, code = policy_commands.cases_text(pack)
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
def policy_due(  # noqa: PLR0917  click passes what the command line names
    pack: str, clock_name: str, at: str, kind: str | None, severity: str | None, origin: str | None
) -> None:
    """When a clock ends: the instant, then how it was counted."""
    with _clear_errors():
        click.echo(policy_commands.due_text(pack, clock_name, at, kind=kind, severity=severity, origin=origin))


@policy.command("replay")
@click.argument("draft")
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]), help="Received on this day or later.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Received on this day or before.")
@click.option("--department", metavar="CODE", help="With this department or those below it.")
@click.option("--csv", "csv_file", type=click.Path(path_type=Path, dir_okay=False), help="Each changed complaint.")
def policy_replay(
    draft: str, since: datetime | None, until: datetime | None, department: str | None, csv_file: Path | None
) -> None:
    """What DRAFT (a file, a pack's name, CODE@VERSION or a version's number) would make of past complaints."""
    with _app().app_context(), system_scope(), _clear_errors():
        question = replay_commands.question_of(since, until, department)
        run = replay_commands.Run(replay_commands.find_draft(draft), question, clock.now())
        click.echo(replay_commands.replay_text(run, tell=_progress, csv_file=csv_file))


@main.group()
def search() -> None:
    """The index of the search box."""


@search.command("rebuild")
def search_rebuild() -> None:
    """Index every record anew, while people work; after rows were written past the application."""
    with _app().app_context(), system_scope(), _clear_errors():
        for kind, count in rebuild(lambda _kind, count: _progress(count, -1)).items():
            click.echo(f"{kind}: {count}")


@main.command()
@click.argument("complaint_no")
def explain(complaint_no: str) -> None:
    """Each deadline of a complaint segment by segment, with clauses."""
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


def _progress(seen: int, expected: int) -> None:
    """On a terminal only: what is piped on holds the result alone."""
    if sys.stderr.isatty():
        click.echo(f"\r{seen} / {expected}", err=True, nl=seen == expected)


def _upgrade() -> None:
    from flask_migrate import Migrate, upgrade  # with Alembic they take 8 MB that web and worker can spare

    Migrate(current_app, extensions.db, directory=str(ROOT / "migrations"))
    upgrade()
    bootstrap(clock.now())
    fill_where_empty()


def _build_demo(complaints: int, seed: int, until: date | datetime) -> None:
    click.echo(f"Building the demo company with {complaints} complaints …")
    click.echo(demo_data.seed_demo(complaints=complaints, seed=seed, until=until))


def _greet(app: Flask) -> None:
    settings: Settings = app.config["SETTINGS"]
    click.echo(f"\nKesu 客诉: {settings.site()}")
    logins = demo_data.logins()
    if logins:
        click.echo(f"Demo logins, password {demo_data.DEMO_PASSWORD}:")
        click.echo("\n".join(f"  {name:<14}{what}" for name, what in logins))
    click.echo("Ctrl-C stops it.\n")


def _app() -> Flask:
    try:
        return create_app(load_settings())
    except ValueError as error:
        sys.exit(str(error))
