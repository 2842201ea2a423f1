"""Pages we render ourselves: small, without a request to anywhere, useful without a script."""

import base64
from collections.abc import Sequence
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.core.config import Settings
from app.core.variants import SHELLS, Shell
from integrations.languages import messages

TEMPLATES: Final = Path(__file__).parent / "templates"
LOGO: Final = Path(__file__).parents[2] / "public" / "logo.svg"

# Shows and hides the password; without a script the button does not appear.
SHOW_SCRIPT: Final = (
    "(function(){var b=document.getElementById('show'),p=document.getElementById('password');"
    "if(!b||!p)return;b.hidden=false;b.onclick=function(){var s=p.type==='password';"
    "p.type=s?'text':'password';b.setAttribute('aria-pressed',s);"
    "b.textContent=b.getAttribute(s?'data-hide':'data-show');p.focus()}})()"
)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _css() -> str:
    return (TEMPLATES / "page.css").read_text("utf-8").replace("\n", "")


@cache
def _logo() -> str:
    """The product's mark, inline: the page asks for nothing."""
    drawing = LOGO.read_text("utf-8").strip()
    return drawing.replace("<svg ", '<svg class="mark" role="img" aria-label="RaptorFlow" ', 1)


def page(
    template: str,
    shell: Shell,
    *,
    title: str,
    languages: Sequence[tuple[str, str, str]] = (),
    script: str = "",
    status: int = 200,
    **values: Any,
) -> HTMLResponse:
    """The page in the language, with a policy that admits exactly its own style and script."""
    html = _environment().get_template(template)
    body = html.render(
        shell=shell,
        title=title,
        t=partial(_say, shell),
        css=Markup(_css()),  # noqa: S704 - our own file, not anybody's input
        logo=Markup(_logo()),  # noqa: S704 - likewise
        script=Markup(script),  # noqa: S704 - a constant of this module
        languages=languages,
        **values,
    )
    sources = f"script-src {_hash(script)}; " if script else ""
    policy = (
        f"default-src 'none'; {sources}style-src {_hash(_css())}; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    headers = {
        "content-security-policy": policy,
        "content-language": shell,
        "cache-control": "no-store",
        "vary": "accept-language, cookie",
    }
    return HTMLResponse(body, status, headers)


def language_links(path: str, **query: str) -> list[tuple[str, str, str]]:
    """The four languages, each by its own name, as links back to the same page."""
    return [
        (
            code,
            messages.text(code, f"account.language_name.{code}"),
            f"{path}?{urlencode({**query, 'lang': code})}",
        )
        for code in SHELLS
    ]


def contact_of(settings: Settings) -> str:
    """Whom to write to about an account: whoever runs this installation."""
    return ", ".join(part for part in (settings.seller_name, settings.seller_address) if part)


def _say(shell: Shell, key: str) -> str:
    return messages.text(shell, f"account.{key}")


def _hash(content: str) -> str:
    digest = base64.b64encode(sha256(content.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"
