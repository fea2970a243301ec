"""A throw-away model with every kind of column, and its views. Kept out of the product's metadata."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, MetaData, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.errors import Invalid, Refused
from app.core.money import Money
from app.db import Fen, Model, UTCDateTime
from app.org.models import Department
from app.security import Scoped
from app.web import KesuForm, KesuInterface, KesuModelView, Verb, action
from app.web.base_api import KesuApi
from app.web.fields import Filled, TextBox

GENRES = {"novel": "Novel", "law": "Law"}


class ShopModel(Model):
    """Tables of the tests have a metadata of their own: the product's schema never hears of them."""

    __abstract__ = True
    metadata = MetaData()


class Shelf(Scoped, ShopModel):
    """A shelf that belongs to a department."""

    __tablename__ = "test_shelf"
    scope_departments = ("department_id",)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    department_id: Mapped[int] = mapped_column(ForeignKey(Department.__table__.c.id))
    department = relationship(Department)
    books: Mapped[list["Book"]] = relationship(back_populates="shelf", passive_deletes="all")

    def __str__(self) -> str:
        return self.name


class Book(Scoped, ShopModel):
    """A book on a shelf."""

    __tablename__ = "test_book"
    scope_parent = ("shelf_id", lambda: Shelf)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    title: Mapped[str] = mapped_column(String(40))
    genre: Mapped[str | None] = mapped_column(String(20))
    blurb: Mapped[str] = mapped_column(Text, default="")
    pages: Mapped[int | None]
    price: Mapped[Money | None] = mapped_column(Fen)
    bought_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    printed_on: Mapped[date | None] = mapped_column(Date)
    phone: Mapped[str] = mapped_column(String(32), default="")
    lent: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now, onupdate=clock.now)
    shelf_id: Mapped[int] = mapped_column(ForeignKey("test_shelf.id"))
    shelf: Mapped[Shelf] = relationship(back_populates="books")

    def __str__(self) -> str:
        return self.title


def lend(book: Book, *, actor: Any, now: datetime, reader: str) -> None:
    """A verb with a form."""
    if book.lent:
        raise Refused("It is lent already.")
    if reader == "Mallory":
        raise Invalid.field("reader", "Mallory must not borrow.")
    book.lent = True


def give_back(book: Book, *, actor: Any, now: datetime) -> None:
    """A verb without a form."""
    book.lent = False


class LendForm(KesuForm):
    """Who borrows."""

    reader = TextBox("Reader", [Filled()], longest=20)


class BookView(KesuModelView):
    """Every kind of column."""

    datamodel = KesuInterface(Book)
    route_base = "/book"
    title = "Books"
    label_columns = {
        "title": "Title",
        "genre": "Genre",
        "blurb": "Blurb",
        "pages": "Pages",
        "price": "Price",
        "lent": "Lent",
        "bought_at": "Bought at",
        "printed_on": "Printed on",
        "shelf": "Shelf",
        "shelf.department": "Department",
    }
    list_columns = ["code", "title", "genre", "price", "lent", "bought_at", "shelf.department"]
    show_columns = ["code", "title", "genre", "blurb", "pages", "price", "lent", "bought_at", "printed_on", "shelf"]
    add_columns = [
        "code",
        "title",
        "genre",
        "blurb",
        "pages",
        "price",
        "bought_at",
        "printed_on",
        "phone",
        "lent",
        "shelf",
    ]
    edit_columns = add_columns
    search_columns = ["code", "title", "genre", "pages", "price", "lent", "bought_at"]
    order_columns = ["code", "title", "price"]
    base_order = ("code", "asc")
    choices = {"genre": GENRES}
    badges = {"genre": {"novel": "good"}}
    choice_columns = ("title",)
    removable = True
    verbs = (
        Verb("lend", "Lend", lend, LendForm, opens=lambda book: not book.lent, bulk=True),
        Verb("give_back", "Give back", give_back, opens=lambda book: book.lent),
    )

    @action("mark_lent", "Mark as lent")
    def mark_lent(self, rows: list[Book]) -> None:
        """A mass action."""
        for book in rows:
            book.lent = True


class ShelfView(KesuModelView):
    """A parent with children below it."""

    datamodel = KesuInterface(Shelf)
    route_base = "/shelf"
    title = "Shelves"
    related_views = [BookView]
    list_columns = show_columns = ["name", "department"]
    add_columns = edit_columns = ["name", "department"]
    search_columns = order_columns = ["name"]
    base_order = ("name", "asc")
    choice_columns = ("name",)
    removable = True


class DepartmentChoices(KesuModelView):
    """Serves the departments to choose from."""

    datamodel = KesuInterface(Department)
    route_base = "/department-choices"
    title = "Departments"
    list_columns = ["code", "name"]
    show_columns = add_columns = edit_columns = search_columns = order_columns = []


class BookApi(KesuApi):
    """Books for programs."""

    datamodel = KesuInterface(Book)
    resource_name = "book"
    title = "Books"
    list_columns = show_columns = ["id", "code", "title", "price", "bought_at", "lent"]
    add_columns = ["code", "title", "price", "bought_at", "shelf"]
    edit_columns = ["title", "price"]
    search_columns = ["code", "title", "price", "lent"]
    order_columns = ["code", "title"]
    base_order = ("code", "asc")


CRUD = ("can_list", "can_show", "can_add", "can_edit", "can_delete", "can_choices")
EVERYTHING = [
    *((name, view) for view in ("BookView", "ShelfView") for name in CRUD),
    ("can_lend", "BookView"),
    ("can_give_back", "BookView"),
    ("mark_lent", "BookView"),
    ("can_choices", "DepartmentChoices"),
    ("can_get", "BookApi"),
    ("can_post", "BookApi"),
    ("can_put", "BookApi"),
    ("can_delete", "BookApi"),
]
