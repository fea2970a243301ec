"""What those who read messages for others don't get to see."""

import pytest

from app.outbox.masking import masked_links, masked_text

TOKEN = "kq3vYw0cN8pT5rXb2mJdHf1A"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTYifQ.SflKxwRJSMeKKF2QT4fwpM"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            f"请评价：http://127.0.0.1:8080/s/{TOKEN}（2026-11-30前有效）",
            "请评价：http://127.0.0.1:8080/s/******（2026-11-30前有效）",
        ),
        (f"请打开kesu.cn/s/{TOKEN}填写", "请打开kesu.cn/s/******填写"),
        (f"链接码{TOKEN}", "链接码******"),
        (f"https://kesu.cn/login/{JWT}?lang=zh", "https://kesu.cn/login/******?lang=zh"),
        ("https://kesu.cn/password?reset_token=a1b2&lang=zh", "https://kesu.cn/password?reset_token=******&lang=zh"),
        (f"https://kesu.cn/#{TOKEN}", "https://kesu.cn/#******"),
        ("https://li:geheim@kesu.cn/complaint", "https://******@kesu.cn/complaint"),
        ("https://KESU-customer-service-2026.example.cn/complaint/show/1", None),
        ("投诉TS20261122-0001，运单SF1234567890123456，整改措施ZG20261123-0001-1", None),
        ("http://127.0.0.1:8080/message-template/show/12", None),
    ],
)
def test_what_opens_something_is_masked_and_what_names_something_stays(text, shown):
    assert masked_links(text) == (shown or text)


def test_numbers_and_addresses_are_masked_beside_links():
    text = f"王芳 13800138000 wang@example.com https://kesu.cn/s/{TOKEN}"
    assert masked_text(text, "王芳") == "王* 138****8000 w***@example.com https://kesu.cn/s/******"
