"""The login page, logout, and what strangers see."""

from tests.people import PASSWORD, browser, login


def test_a_stranger_is_sent_to_the_login_page_and_back_afterwards(app, scene):
    client = browser(app)
    answer = client.get("/book/list/?page_BookView=1")
    assert answer.location == "/login/?next=/book/list/?page_BookView%3D1"
    answer = client.post(
        "/login/?next=/book/list/", data={"username": "anna", "password": PASSWORD, "csrf_token": client.token()}
    )
    assert answer.location == "/book/list/"


def test_home_greets_who_is_logged_in(scene):
    assert "安娜" in scene.as_anna.get("/").text


def test_a_wrong_password_keeps_the_user_name(app, scene):
    client = browser(app)
    answer = client.post("/login/", data={"username": "anna", "password": "no", "csrf_token": client.token()})
    assert answer.status_code == 401
    assert 'value="anna"' in answer.text


def test_bad_login_input_is_no_server_error(app, scene):
    client = browser(app)
    for name, word in (("\0", "x"), ("a" * 100_000, "x"), ("😀", "\0"), ("anna", "x" * 100_000), ("", "")):
        answer = client.post("/login/", data={"username": name, "password": word, "csrf_token": client.token()})
        assert answer.status_code == 401


def test_logging_out_needs_a_button_of_ours(app, scene):
    assert scene.as_anna.get("/logout/").status_code == 405
    assert scene.as_anna.post("/logout/").status_code == 400
    assert scene.as_anna.send("/logout/").status_code == 302
    assert scene.as_anna.get("/book/list/").location.startswith("/login/")


def test_the_next_page_is_never_another_site(app, scene):
    client = browser(app)
    for target in ("https://evil.example", "//evil.example", "/\\evil.example"):
        data = {"username": "anna", "password": PASSWORD, "csrf_token": client.token()}
        answer = browser(app).post("/login/", query_string={"next": target}, data=data)
        assert "evil" not in (answer.location or "")
    assert login(browser(app), "anna")
