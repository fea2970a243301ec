"""The administrators' first page says whether the house is in order; nobody else's does."""

from flask import Flask

from tests.people import browser, login, make_department, make_person

RIGHTS = [
    ("can_list", "EventView"),
    ("can_list", "MessageView"),
    ("can_edit", "MessageTemplateView"),
    ("can_edit", "PersonView"),
    ("can_edit", "DepartmentView"),
]


def test_what_is_not_in_order_stands_on_top_with_where_to_mend_it(app: Flask) -> None:
    station = make_department("wh01", "武汉江汉网点")
    make_person("boss", department=station, permissions=RIGHTS)
    page = login(browser(app), "boss").get("/").text
    block = page[page.index('id="block-health"') :]
    for words in ("后台任务", "未运行", "时限从未巡检", "未设负责人的部门", "/department/list/"):
        assert words in block, words
    assert block.index("未运行") < block.index("发送失败")


def test_who_keeps_nothing_in_order_sees_none_of_it(app: Flask) -> None:
    make_person("wang", permissions=[("can_list", "TierView")])
    assert "block-health" not in login(browser(app), "wang").get("/").text
