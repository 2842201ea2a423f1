"""The page where people sign up and sign in: in four languages, without a script."""

import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI

from app.core.ids import uuid7
from app.security.rate_limiter import SIGN_IN
from tests.api.conftest import ORIGIN, client_of
from tests.api.scripts import visible, wrong_letters

LANGUAGES = ["en", "hi", "ta", "te"]
PASSWORD = "kaju katli 20"


def fresh_email() -> str:
    return f"asha-{uuid7().hex}@example.in"


def fresh_mobile() -> str:
    return f"98{uuid7().int % 10**8:08d}"


async def send(client: httpx.AsyncClient, **fields: str) -> httpx.Response:
    return await client.post("/signin", data=fields, headers=ORIGIN)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/signin", "/signin?by=email", "/privacy"])
async def test_a_page_speaks_one_language(app: FastAPI, language: str, path: str) -> None:
    async with client_of(app, accept_language=f"{language}-IN,{language};q=0.9") as client:
        answer = await client.get(path)
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert len(answer.content) <= 20_000
    texts = visible(answer.text)
    assert len(texts) > 8
    assert [wrong_letters(text, language) for text in texts if wrong_letters(text, language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"login": "", "do": "signIn"}, "login_missing"),
        ({"login": "९८४५०१२३४", "do": "signIn"}, "phone_digits"),
        ({"login": "5876543210", "do": "signUp"}, "phone_invalid"),
        ({"login": "asha@x", "by": "email", "do": "signUp"}, "email_invalid"),
        ({"login": "9845012345", "password": "short", "do": "signUp"}, "password_short"),
        ({"login": "9845012345", "password": "", "do": "signIn"}, "password_missing"),
        ({"login": "9845012345", "password": "wrong one", "do": "signIn"}, "wrong_login"),
    ],
)
async def test_an_error_stands_under_its_field(
    app: FastAPI, language: str, fields: dict[str, str], key: str
) -> None:
    if fields["login"] == "9845012345":
        fields = {**fields, "login": fresh_mobile()}
    async with client_of(app, accept_language=language) as client:
        answer = await send(client, next="/chat/thread/1", **fields)
    assert answer.status_code in (401, 422)
    assert answer.text.count('role="alert"') == 1
    field = "password" if key.startswith("password") or key == "wrong_login" else "login"
    assert re.search(
        rf'id="{field}"[^>]*aria-invalid="true"[^>]*aria-describedby="wrong"', answer.text
    )
    assert [text for text in visible(answer.text) if wrong_letters(text, language)] == []
    assert f'value="{fields["login"]}"' in answer.text, "what was typed is kept"
    assert 'name="next" value="/chat/thread/1"' in answer.text
    assert fields.get("password") is None or f'"{fields["password"]}"' not in answer.text


async def test_the_words_are_the_promised_ones(app: FastAPI) -> None:
    login = fresh_mobile()
    async with client_of(app, accept_language="hi") as client:
        page = await client.get("/signin")
        wrong = await send(client, login=login, password="wrong one", do="signIn")
        await send(client, login=login, password=PASSWORD, do="signUp")
        client.cookies.clear()
        taken = await send(client, login=login, password=PASSWORD, do="signUp")
    assert "पासवर्ड, 8 या ज़्यादा" in page.text
    assert "नंबर या पासवर्ड गलत है।" in wrong.text
    assert "इस नंबर का खाता है। लॉगिन करें।" in taken.text


@pytest.mark.parametrize("by", ["phone", "email"])
async def test_sign_up_goes_on_to_where_she_wanted(client: httpx.AsyncClient, by: str) -> None:
    login = fresh_mobile() if by == "phone" else fresh_email()
    answer = await send(
        client, login=login, password=PASSWORD, by=by, do="signUp", next="/chat/thread/7"
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/chat/thread/7")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("rf_session="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    again = await client.get("/signin?next=/chat/thread/7")
    assert (again.status_code, again.headers["location"]) == (303, "/chat/thread/7")


async def test_indic_digits_sign_in_to_the_same_account(client: httpx.AsyncClient) -> None:
    login = fresh_mobile()
    await send(client, login=f"+91 {login[:5]} {login[5:]}", password=PASSWORD, do="signUp")
    client.cookies.clear()
    devanagari = "".join(chr(0x0966 + int(digit)) for digit in login)
    answer = await send(client, login=f"०{devanagari}", password=PASSWORD, do="signIn")
    assert answer.status_code == 303


async def test_signing_out_ends_the_session(client: httpx.AsyncClient) -> None:
    await send(client, login=fresh_email(), password=PASSWORD, do="signUp")
    kept = dict(client.cookies)
    answer = await client.post("/signout", headers=ORIGIN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/signin")
    for name, value in kept.items():
        client.cookies.set(name, value)
    assert (await client.get("/signin")).status_code == 200, "the old cookie opens nothing"


async def test_a_known_browser_is_asked_to_sign_in_first(client: httpx.AsyncClient) -> None:
    def order(html: str) -> list[str]:
        return re.findall(r'data-act="(\w+)"', html)

    assert order((await client.get("/signin")).text) == ["signUp", "signIn"]
    client.cookies.set("rf_known", "1")
    assert order((await client.get("/signin")).text) == ["signIn", "signUp"]


@pytest.mark.parametrize(
    "there", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
async def test_next_never_leaves_the_site(client: httpx.AsyncClient, there: str) -> None:
    page = await client.get("/signin", params={"next": there})
    assert 'name="next" value="/chat"' in page.text
    answer = await send(client, login=fresh_email(), password=PASSWORD, do="signUp", next=there)
    assert answer.headers["location"] == "/chat"


async def test_a_form_of_another_site_is_refused(client: httpx.AsyncClient) -> None:
    fields = {"login": fresh_email(), "password": PASSWORD, "do": "signUp"}
    answer = await client.post("/signin", data=fields, headers={"origin": "https://evil.example"})
    assert (answer.status_code, answer.json()["code"]) == (403, "origin_refused")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_too_many_tries_name_the_wait(app: FastAPI, language: str) -> None:
    login = fresh_mobile()
    for _ in range(SIGN_IN.amount):
        await app.state.limiter.hit(SIGN_IN, f"+91{login}")
    async with client_of(app, accept_language=language) as client:
        answer = await send(client, login=login, password=PASSWORD, do="signIn")
    assert answer.status_code == 429
    assert re.search(r"\b15\b", " ".join(visible(answer.text)))
    assert [text for text in visible(answer.text) if wrong_letters(text, language)] == []


async def test_the_language_is_a_link_and_stays(client: httpx.AsyncClient) -> None:
    page = await client.get("/signin?next=/chat/thread/7")
    links = re.findall(r'hreflang="(\w\w)" href="([^"]+)"', page.text)
    assert [code for code, _ in links] == LANGUAGES
    tamil = dict(links)["ta"].replace("&amp;", "&")
    assert parse_qs(urlsplit(tamil).query)["next"] == ["/chat/thread/7"]
    await client.get(tamil)
    assert client.cookies["rf_lang"] == "ta"
    assert '<html lang="ta">' in (await client.get("/signin")).text


async def test_the_language_chosen_goes_to_the_next_device(app: FastAPI) -> None:
    login = fresh_email()
    async with client_of(app) as first:
        await first.get("/signin?lang=te")
        await send(first, login=login, password=PASSWORD, do="signUp")
    async with client_of(app) as second:
        await send(second, login=login, password=PASSWORD, do="signIn")
        cookie = f"rf_session={second.cookies['rf_session']}"
    principal = await app.state.authenticator.principal_of({"cookie": cookie})
    assert principal.shell == "te"


async def test_what_was_typed_is_never_markup(client: httpx.AsyncClient) -> None:
    answer = await send(client, login='"><script>alert(1)</script>', password="x", do="signIn")
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;" in answer.text


async def test_the_page_admits_only_its_own_script_and_style(client: httpx.AsyncClient) -> None:
    answer = await client.get("/signin")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in re.sub(r"<svg.*?</svg>", "", answer.text, flags=re.S)
    assert answer.headers["cache-control"] == "no-store"
