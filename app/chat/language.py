"""Which of the four shell languages a page of the chat speaks before anybody has typed."""

from starlette.requests import HTTPConnection

from app.core.variants import Shell, as_shell
from app.security.auth import LANGUAGE_COOKIE


def shell_of(connection: HTTPConnection) -> Shell:
    """Her choice (a cookie), else the first of the browser's languages that we speak."""
    if chosen := as_shell(connection.cookies.get(LANGUAGE_COOKIE)):
        return chosen
    for item in connection.headers.get("accept-language", "").split(",")[:20]:
        if spoken := as_shell(item.partition(";")[0].strip()):
            return spoken
    return "en"
