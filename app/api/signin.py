"""The page where people sign up and sign in, and the way out. One form, no script needed."""

from dataclasses import dataclass
from math import ceil
from typing import Annotated, Final, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.api import cookies
from app.api.errors import sentence
from app.api.language import shell_for
from app.api.pages import SHOW_SCRIPT, contact_of, language_links, page
from app.core.errors import Conflict, InputError, NotSignedIn, RaptorError, TooFast
from app.core.variants import Shell, as_shell
from app.security.accounts import Membership
from app.security.auth import KNOWN_COOKIE, LANGUAGE_COOKIE, Authenticator
from app.security.login_names import LoginName, read_login
from app.security.origins import same_site_path
from app.security.rate_limiter import SIGN_IN, SIGN_IN_FROM, SIGN_UP_FROM, RateLimiter
from integrations.languages import messages

router = APIRouter(include_in_schema=False)

AFTER: Final = "/chat"
_LONGEST: Final = 512
By = Literal["phone", "email"]
_BY_EMAIL: Final = {
    "wrong_login": "account.signin.wrong_email",
    "login_taken": "account.signin.taken_email",
}


@dataclass(frozen=True, slots=True)
class SignInForm:
    """What was typed, to be shown again; all but the password, which no page ever carries."""

    login: str = ""
    password: str = ""
    next: str = AFTER
    by: By = "phone"
    do: Literal["signIn", "signUp"] = "signIn"


@dataclass(frozen=True, slots=True)
class FieldError:
    """A sentence under a field."""

    field: Literal["login", "password"]
    text: str


@router.get("/signin")
async def show_signin(
    request: Request,
    next_path: Annotated[str | None, Query(alias="next")] = None,
    by: By = "phone",
    lang: str | None = None,
) -> Response:
    """The empty form; straight on to ``next`` for somebody who is signed in already."""
    form = SignInForm(next=same_site_path(next_path, AFTER), by=by)
    chosen = as_shell(lang)
    if chosen is None and await _authenticator(request).principal_of(request) is not None:
        return RedirectResponse(form.next, 303)
    answer = _render(request, chosen or shell_for(request), form)
    if chosen:
        cookies.remember_language(answer, _authenticator(request), chosen)
    return answer


@router.post("/signin")
async def sign_in_or_up(
    request: Request,
    login: Annotated[str, Form(max_length=_LONGEST)] = "",
    password: Annotated[str, Form(max_length=_LONGEST)] = "",
    next_path: Annotated[str, Form(alias="next")] = AFTER,
    by: Annotated[By, Form()] = "phone",
    do: Annotated[Literal["signIn", "signUp"], Form()] = "signIn",
) -> Response:
    """Open a session and go to ``next``, or show the form again with what is wrong."""
    shell = shell_for(request)
    form = SignInForm(login, password, same_site_path(next_path, AFTER), by, do)
    try:
        name = read_login(login)
        member = await _enter(request, form, name, shell)
    except (InputError, NotSignedIn, Conflict, TooFast) as error:
        return _render(request, shell, form, _explain(shell, form, error), error.status)
    answer = RedirectResponse(form.next, 303)
    await _open_session(request, answer, member)
    return answer


@router.post("/signout")
async def sign_out(request: Request) -> Response:
    """End the session and show the form."""
    authenticator = _authenticator(request)
    await authenticator.close_session(request)
    answer = RedirectResponse("/signin", 303)
    cookies.forget_session(answer, authenticator)
    cookies.forget_chat(request, answer)
    return answer


@router.get("/privacy")
async def privacy(request: Request, lang: str | None = None) -> HTMLResponse:
    """What is kept and why, in four languages."""
    chosen = as_shell(lang)
    shell = chosen or shell_for(request)
    answer = page(
        "privacy.html",
        shell,
        title=messages.text(shell, "account.privacy.heading"),
        languages=language_links("/privacy"),
        contact=contact_of(_authenticator(request).settings),
    )
    if chosen:
        cookies.remember_language(answer, _authenticator(request), chosen)
    return answer


async def _enter(request: Request, form: SignInForm, name: LoginName, shell: Shell) -> Membership:
    limiter: RateLimiter = request.app.state.limiter
    accounts = _authenticator(request).accounts
    peer = request.client.host if request.client else ""
    if form.do == "signUp":
        await limiter.hit(SIGN_UP_FROM, peer)
        return await accounts.register(name, form.password, language=shell)
    if not form.password:
        raise InputError("password_missing", detail="write the password")
    await limiter.hit(SIGN_IN, name.value)
    await limiter.hit(SIGN_IN_FROM, peer)
    member = await accounts.authenticate(name, form.password)
    await limiter.forget(SIGN_IN, name.value)
    return member


async def _open_session(request: Request, answer: Response, member: Membership) -> None:
    authenticator = _authenticator(request)
    await authenticator.close_session(request)
    # What she chose on this page goes with her to the next device.
    if chosen := as_shell(request.cookies.get(LANGUAGE_COOKIE)):
        await authenticator.accounts.set_shell(member, chosen)
    cookies.set_session(answer, authenticator, await authenticator.open_session(member))
    cookies.forget_chat(request, answer)


def _render(
    request: Request,
    shell: Shell,
    form: SignInForm,
    error: FieldError | None = None,
    status: int = 200,
) -> HTMLResponse:
    query = {"next": form.next, "by": form.by}
    other: By = "phone" if form.by == "email" else "email"
    return page(
        "signin.html",
        shell,
        title=messages.text(shell, "account.signin.title"),
        languages=language_links("/signin", **query),
        script=SHOW_SCRIPT,
        status=status,
        next=form.next,
        by=form.by,
        login=form.login[:_LONGEST],
        error=error,
        known=KNOWN_COOKIE in request.cookies,
        swap="/signin?" + urlencode({"next": form.next, "by": other}),
        contact=contact_of(_authenticator(request).settings),
    )


def _explain(shell: Shell, form: SignInForm, error: RaptorError) -> FieldError:
    """Under which field the error belongs, and in which words."""
    if isinstance(error, TooFast):
        minutes = ceil(error.retry_after_seconds / 60)
        return FieldError("password", messages.text(shell, "account.signin.wait", minutes=minutes))
    under_password = error.code.startswith("password_") or error.code == "wrong_login"
    special = _BY_EMAIL.get(error.code) if "@" in form.login else None
    said = messages.text(shell, special) if special else sentence(shell, error)
    return FieldError("password" if under_password else "login", said)


def _authenticator(request: Request) -> Authenticator:
    found: Authenticator = request.app.state.authenticator
    return found
