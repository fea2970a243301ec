"""Every step that a screen offers can be taken by a program, and stands in the OpenAPI document."""

import pytest

from app.complaints.views import ComplaintView
from app.customers.views import ContactView
from app.followups.views import FollowUpView
from app.penalties.views import PenaltyView
from app.rectifications.views import RectificationMeasureView, RectificationView
from app.web.steps_api import StepsApi
from tests.web.site import Site

SCREENS = [
    (ComplaintView, "complaint"),
    (ContactView, "contact"),
    (RectificationView, "rectification"),
    (RectificationMeasureView, "rectification"),
    (PenaltyView, "penalty"),
    (FollowUpView, "followup"),
]


@pytest.fixture
def resources(site: Site) -> dict[str, StepsApi]:
    return {each.resource_name: each for each in site.resources() if isinstance(each, StepsApi)}


@pytest.mark.parametrize(("screen", "resource"), SCREENS)
def test_each_button_is_a_step_under_the_same_permission(resources, screen, resource):
    steps = resources[resource].steps
    for button in screen.verbs:
        assert (steps[button.name].needs, steps[button.name].screen) == (button.needs, screen.__name__)


@pytest.mark.parametrize(("screen", "resource"), SCREENS)
def test_the_openapi_document_names_each_step_with_its_fields(site, screen, resource):
    document = site.boss.get("/api/v1/_openapi").json
    for button in screen.verbs:
        operation = document["paths"][f"/api/v1/{resource}/{{pk}}/{button.name}"]["post"]
        ((_kind, body),) = operation["requestBody"]["content"].items()
        with site.app.test_request_context():
            asked = {field.name for field in button.form(meta={"csrf": False})}
        assert asked <= set(body["schema"]["properties"]), button.name
        assert operation["summary"]


def test_what_a_step_asks_for_is_described(site):
    paths = site.boss.get("/api/v1/_openapi").json["paths"]
    assert "/api/v1/complaint/{pk}/{name}" not in paths
    dispatch = paths["/api/v1/complaint/{pk}/dispatch"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert dispatch["required"] == ["department_id"]
    verdict = paths["/api/v1/complaint/{pk}/verdict"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert verdict["properties"]["verdict"]["enum"] == ["sustained", "dismissed"]
    assert set(verdict["required"]) == {"verdict", "party", "reason"}
    tick = paths["/api/v1/rectification/{pk}/tick"]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert set(tick["required"]) == {"measure", "files"}
    assert tick["properties"]["files"]["items"]["format"] == "binary"
    assert paths["/api/v1/rectification/{pk}/save"]["post"]["requestBody"]["content"]["application/json"]
