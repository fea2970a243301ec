"""统一社会信用代码: the check character of GB 32100."""

import pytest

from app.core.errors import Invalid
from app.customers.credit_code import check_character, is_credit_code, normal_code
from app.customers.verbs import register_customer
from app.db import unit_of_work
from tests.complaints.company import MONDAY, Company

MADE_UP = "91420100MA4K000001"[:17]


@pytest.mark.parametrize("code", ["91110000600037341L", "91350100M000100Y43"])
def test_codes_of_the_standard_and_of_firms_pass(code: str) -> None:
    assert is_credit_code(code)


@pytest.mark.parametrize(
    "code",
    ["", "91110000600037341K", "9111000060003734L1", "91110000600037341", "I1110000600037341L", "911100006000373410"],
)
def test_a_slip_of_the_pen_is_noticed(code: str) -> None:
    assert not is_credit_code(code)


def test_two_neighbours_changed_about_never_pass() -> None:
    good = "91110000600037341L"
    swapped = [good[:i] + good[i + 1] + good[i] + good[i + 2 :] for i in range(17) if good[i] != good[i + 1]]
    assert [code for code in swapped if is_credit_code(code)] == []


def test_a_file_keeps_the_code_in_one_form(company: Company) -> None:
    code = MADE_UP + check_character(MADE_UP)
    with unit_of_work():
        typed = f" {code[:9].lower()}-{code[9:]}"
        customer = register_customer(name="宏达制衣厂", credit_code=typed, actor=None, now=MONDAY)
    assert customer.credit_code == code == normal_code(typed)


def test_a_wrong_code_is_told_at_its_field(company: Company) -> None:
    with pytest.raises(Invalid) as refusal, unit_of_work():
        register_customer(name="宏达制衣厂", credit_code="91110000600037341K", actor=None, now=MONDAY)
    assert set(refusal.value.fields) == {"credit_code"}
