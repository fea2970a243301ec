"""Who decides in these tests."""

from flask import Flask

from app.db import unit_of_work
from tests.complaints.company import Company
from tests.complaints.desks import every_right
from tests.people import Browser, browser, login, make_person

OURS = ("Rectification", "Complaint", "Penalty", "Appeal", "Attachment", "Approvals")


def at_desk(app: Flask, company: Company, username: str, department: str, *, heads: str = "") -> Browser:
    """A person with every right on what is decided; `heads`: as head or deputy of the department."""
    place = company.department(department)
    reach = "all" if department == "qc" else "tree"
    person = make_person(username, department=place, reach=reach, permissions=every_right(OURS))
    company.people[username] = person.id
    if heads:
        with unit_of_work():
            setattr(company.department(department), f"{heads}_id", person.id)
    return login(browser(app), username)
