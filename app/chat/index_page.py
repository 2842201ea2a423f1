"""The one page of the chat: Chainlit's index.html without other hosts, and with something to look
at while its script (over a megabyte) comes down a slow line.

The boot screen is part of the page, so it needs no request: logo, one line in the browser's
language, after eight seconds a second line, and a button when the script did not arrive.
"""

import html
import json
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

from app.core.variants import Shell
from integrations.languages.messages import text

ROOT: Final = "/chat"
SLOW_AFTER_MS: Final = 8_000
_HTML_LANG: Final[dict[Shell, str]] = {"en": "en-IN", "hi": "hi", "ta": "ta", "te": "te"}
_LINK: Final = re.compile(r"\s*<link\b[^>]*>", re.DOTALL)
_OTHER_HOST: Final = re.compile(r'(?:href|src)="https?://', re.IGNORECASE)
_LOADED: Final = re.compile(
    r'\s*(?:<script\b[^>]*>.*?</script>|<link\b[^>]*rel="stylesheet"[^>]*>)', re.DOTALL
)
_BODY: Final = re.compile(r'<body>\s*<div id="root"></div>')

_STYLE: Final = """
#rf-boot{position:fixed;inset:0;z-index:99;display:flex;flex-direction:column;gap:16px;
align-items:center;justify-content:center;background:#FBF8F3;color:#1C1A17;
font:16px/26px 'Noto Sans','Noto Sans Devanagari','Noto Sans Tamil','Noto Sans Telugu',
'Nirmala UI','Kohinoor Devanagari',system-ui,sans-serif;text-align:center;padding:16px}
.dark #rf-boot{background:#14181A;color:#EDEAE4}
#rf-boot svg{width:64px;height:64px}
#rf-boot p{margin:0;min-height:26px}
#rf-boot button{min-height:44px;padding:0 16px;border:0;border-radius:12px;
font:inherit;font-weight:700;background:#0B6B66;color:#fff}
.dark #rf-boot button{background:#54C6BB;color:#06211F}
#rf-boot[hidden],#rf-boot [hidden]{display:none}
"""

# The theme is Chainlit's own key; reading it here keeps a dark evening from a white flash.
_SCRIPT: Final = """
(function(){var d=document,b=d.getElementById('rf-boot'),s=d.getElementById('rf-boot-slow'),
r=d.getElementById('rf-boot-retry');
try{if(localStorage.getItem('vite-ui-theme')==='dark')d.documentElement.classList.add('dark')}
catch(e){}
function fail(){s.textContent=%(failed)s;s.hidden=false;r.hidden=false}
var t=setTimeout(function(){s.textContent=%(slow)s;s.hidden=false},%(after)d);
r.onclick=function(){location.reload()};
d.addEventListener('error',function(e){var n=e.target;
if(n&&n.tagName==='SCRIPT'&&n.type==='module')fail()},true);
new MutationObserver(function(_,o){if(d.querySelector('#root #chat-input,#root form,#root main')){
o.disconnect();clearTimeout(t);b.hidden=true;b.remove()}})
.observe(d.body,{childList:true,subtree:true})})()
"""


@cache
def index_page(bundle: Path, public: Path, shell: Shell, base_url: str) -> str:
    """The page in one of the four languages; made once a process for each."""
    page = (bundle / "index.html").read_text(encoding="utf-8")
    page = _LINK.sub(lambda link: "" if _OTHER_HOST.search(link[0]) else link[0], page)
    page = page.replace("<!-- TAG INJECTION PLACEHOLDER -->", _head(shell, base_url))
    page = page.replace("<!-- JS INJECTION PLACEHOLDER -->", _theme(public))
    style = '<link rel="stylesheet" href="/public/rf.css">'
    page = page.replace("<!-- CSS INJECTION PLACEHOLDER -->", style)
    page = page.replace('<html lang="en">', f'<html lang="{_HTML_LANG[shell]}">')
    page, waited_for = _waited_for(page)
    body = f'<body>\n{_boot(shell, public)}\n<div id="root"></div>\n{waited_for}'
    page = _BODY.sub(lambda _: body, page)
    return page.replace('href="/', f'href="{ROOT}/').replace('src="/', f'src="{ROOT}/')


def _waited_for(page: str) -> tuple[str, str]:
    """The page without its scripts and style sheets, and those, in order.

    They go below the boot screen: from the head they would keep the page white until they came.
    """
    found = [match[0].strip() for match in _LOADED.finditer(page)]
    return _LOADED.sub("", page), "\n".join(found)


def _head(shell: Shell, base_url: str) -> str:
    title = html.escape(text(shell, "chat.page.title"))
    description = html.escape(text(shell, "chat.page.description"))
    return f"""<title>{title}</title>
    <link rel="icon" href="/favicon" />
    <link rel="apple-touch-icon" href="/public/apple-touch-icon.png" />
    <meta name="description" content="{description}">
    <meta property="og:type" content="website">
    <meta property="og:title" content="{title}">
    <meta property="og:description" content="{description}">
    <meta property="og:image" content="{html.escape(base_url)}{ROOT}/public/og.png">
    <meta property="og:url" content="{html.escape(base_url)}{ROOT}">
    <meta property="og:root_path" content="{ROOT}">"""


def _theme(public: Path) -> str:
    """Colours, the socket's transport, and our script, which must run before the bundle.

    Only web sockets: polling first would double the work of every connection, and a crowd that
    returns after a release connects at once.
    """
    theme = json.loads((public / "theme.json").read_text(encoding="utf-8"))
    variables: dict[str, Any] = theme["variables"]
    return (
        f"<script>window.theme = {json.dumps(variables)};\n"
        'window.transports = ["websocket"];</script>\n'
        '    <script src="/public/rf.js"></script>'
    )


def _boot(shell: Shell, public: Path) -> str:
    script = _SCRIPT % {
        "slow": _quoted(text(shell, "chat.boot.slow")),
        "failed": _quoted(text(shell, "chat.boot.failed")),
        "after": SLOW_AFTER_MS,
    }
    opening = html.escape(text(shell, "chat.boot.opening"))
    retry = html.escape(text(shell, "chat.label.retry"))
    return (
        f'<style>{_tight(_STYLE)}</style><div id="rf-boot" data-testid="boot" role="status">'
        f'{_logo(public)}<p>{opening}</p><p id="rf-boot-slow" hidden></p>'
        f'<button id="rf-boot-retry" data-act="retry" hidden>{retry}</button></div>'
        f"<script>{_tight(script)}</script>"
    )


def _logo(public: Path) -> str:
    """The logo as part of the page; decorative, the line below says what happens."""
    drawn = (public / "logo.svg").read_text(encoding="utf-8")
    drawn = re.sub(r"<\?xml.*?\?>|<!--.*?-->|<title>.*?</title>", "", drawn, flags=re.DOTALL)
    return _tight(drawn).replace("<svg", '<svg aria-hidden="true"', 1)


def _quoted(sentence: str) -> str:
    """A JavaScript string that cannot close the script it stands in."""
    return json.dumps(sentence, ensure_ascii=False).replace("<", "\\u003c")


def _tight(source: str) -> str:
    return source.replace("\n", "").strip()
