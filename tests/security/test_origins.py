"""Whose request it is, by where it comes from."""

import pytest

from app.security.origins import is_local, is_same_origin, same_site_path

HERE = {"x-rf-peer": "127.0.0.1", "host": "localhost:8000"}


@pytest.mark.parametrize(
    "headers",
    [
        HERE,
        {**HERE, "host": "127.0.0.1:8000"},
        {"x-rf-peer": "::1", "host": "[::1]:8000"},
        {**HERE, "origin": "http://localhost:8000"},
        {**HERE, "sec-fetch-site": "none"},
        {**HERE, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"},
    ],
)
def test_the_owner_at_this_machine(headers: dict[str, str]) -> None:
    assert is_local(headers)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": "localhost:8000"},
        {**HERE, "x-rf-peer": "192.168.1.5"},
        {**HERE, "x-rf-peer": "not an address"},
        {**HERE, "host": "evil.example"},
        {**HERE, "host": "localhost.evil.example"},
        {**HERE, "host": ""},
        {**HERE, "origin": "https://evil.example"},
        {**HERE, "origin": "http://localhost:9000"},
        {**HERE, "origin": "null"},
        {**HERE, "sec-fetch-site": "cross-site"},
        {**HERE, "x-forwarded-for": "10.0.0.1"},
        {**HERE, "forwarded": "for=10.0.0.1"},
        {**HERE, "via": "1.1 proxy"},
    ],
)
def test_anybody_else_is_not(headers: dict[str, str]) -> None:
    assert not is_local(headers)


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"origin": "https://shop.example"}, True),
        ({"origin": "https://inside:8000"}, True),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "null"}, False),
        ({"referer": "https://shop.example/signin"}, True),
        ({"referer": "https://evil.example/"}, False),
        ({"origin": "https://evil.example", "referer": "https://shop.example/"}, False),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({}, False),
    ],
)
def test_same_origin(headers: dict[str, str], ours: bool) -> None:
    assert is_same_origin({"host": "inside:8000", **headers}, "https://shop.example") is ours


@pytest.mark.parametrize(
    "path", ["/chat", "/chat/thread/0199?x=1#y", "/", "/a%20b", "/chat?next=//x"]
)
def test_a_path_of_this_site_is_followed(path: str) -> None:
    assert same_site_path(path, "/home") == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "chat",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/ok\r\nSet-Cookie: a=b",
        " /chat",
        "/" + "a" * 2_000,
    ],
)
def test_every_other_one_is_not(path: str | None) -> None:
    assert same_site_path(path, "/home") == "/home"
