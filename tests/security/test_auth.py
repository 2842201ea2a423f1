"""The authenticator: accounts, cookies, tokens and the owner at this machine."""

import time

import pytest
from argon2 import PasswordHasher

from app.core.clock import FrozenClock
from app.core.config import with_generated_secrets
from app.core.errors import Conflict, InputError, NotSignedIn
from app.core.ids import uuid7
from app.core.platform import Platform
from app.security import auth
from app.security.auth import Authenticator
from app.security.local_owner import LOCAL
from app.security.login_names import LoginName
from app.security.passwords import NOBODYS_HASH, Passwords, check_password
from app.security.token_families import SESSION_LIFE

HERE = {"x-rf-peer": "127.0.0.1", "host": "localhost:8000"}


@pytest.fixture
def authenticator(platform: Platform) -> Authenticator:
    return Authenticator(platform.settings, platform.database, platform.clock)


def fresh_login() -> LoginName:
    return LoginName("email", f"asha-{uuid7().hex}@example.in")


async def test_register_then_authenticate(authenticator: Authenticator) -> None:
    login = fresh_login()
    member = await authenticator.accounts.register(login, "kaju katli 20", language="ta")
    assert await authenticator.accounts.authenticate(login, "kaju katli 20") == member
    principal = await authenticator.accounts.principal(member.user_id, member.tenant_id)
    assert principal is not None
    assert (principal.role, principal.shell, principal.name) == ("owner", "ta", login.shown)


async def test_a_login_is_taken_once(authenticator: Authenticator) -> None:
    login = fresh_login()
    await authenticator.accounts.register(login, "kaju katli 20", language="en")
    with pytest.raises(Conflict) as taken:
        await authenticator.accounts.register(login, "another one", language="en")
    assert taken.value.code == "login_taken"


async def test_wrong_and_unknown_are_answered_alike(authenticator: Authenticator) -> None:
    login = fresh_login()
    await authenticator.accounts.register(login, "kaju katli 20", language="en")
    answers = []
    for name in (login, fresh_login()):
        with pytest.raises(NotSignedIn) as refused:
            await authenticator.accounts.authenticate(name, "wrong password")
        answers.append((refused.value.code, refused.value.params, str(refused.value)))
    assert answers[0] == answers[1]


async def test_nobodys_hash_costs_what_a_real_one_costs() -> None:
    passwords = Passwords()
    assert not PasswordHasher().check_needs_rehash(NOBODYS_HASH)
    real = await passwords.hash("kaju katli 20")
    assert real.split("$")[:4] == NOBODYS_HASH.split("$")[:4]
    started = time.process_time()
    assert not await passwords.verify("kaju katli 20", None)
    nobody = time.process_time() - started
    started = time.process_time()
    assert await passwords.verify("kaju katli 20", real)
    somebody = time.process_time() - started
    assert 0.4 < nobody / somebody < 2.5


def test_passwords_have_bounds() -> None:
    assert check_password("पासवर्ड-लंबा") == "पासवर्ड-लंबा"
    for password, code in (("seven77", "password_short"), ("x" * 129, "password_long")):
        with pytest.raises(InputError) as refused:
            check_password(password)
        assert refused.value.code == code


async def test_a_session_is_recognised_until_it_is_closed(authenticator: Authenticator) -> None:
    member = await authenticator.accounts.register(fresh_login(), "kaju katli 20", language="hi")
    token = await authenticator.open_session(member)
    headers = {"Cookie": f"other=1; {authenticator.session_cookie}={token}"}
    principal = await authenticator.principal_of(headers)
    assert principal is not None
    assert (principal.user_id, principal.shell) == (member.user_id, "hi")
    assert principal.session_id is not None
    await authenticator.close_session({"cookie": headers["Cookie"]})
    assert await authenticator.principal_of(headers) is None


async def test_a_session_ends(authenticator: Authenticator, clock: FrozenClock) -> None:
    member = await authenticator.accounts.register(fresh_login(), "kaju katli 20", language="hi")
    token = await authenticator.open_session(member)
    headers = {"cookie": f"{authenticator.session_cookie}={token}"}
    assert await authenticator.principal_of(headers) is not None
    clock.advance(SESSION_LIFE)
    assert await authenticator.principal_of(headers) is None


async def test_the_language_cookie_wins_over_the_stored_one(authenticator: Authenticator) -> None:
    member = await authenticator.accounts.register(fresh_login(), "kaju katli 20", language="hi")
    token = await authenticator.open_session(member)
    headers = {"cookie": f"{authenticator.session_cookie}={token}; rf_lang=te"}
    principal = await authenticator.principal_of(headers)
    assert principal is not None
    assert principal.shell == "te"


async def test_a_bearer_token_is_recognised(authenticator: Authenticator) -> None:
    member = await authenticator.accounts.register(fresh_login(), "kaju katli 20", language="hi")
    pair = await authenticator.issue_tokens(member)
    principal = await authenticator.principal_of({"authorization": f"Bearer {pair.access_token}"})
    assert principal is not None
    assert principal.tenant_id == member.tenant_id
    with pytest.raises(NotSignedIn):
        await authenticator.principal_of({"authorization": "Bearer nonsense"})


async def test_a_token_for_somebody_elses_business_is_nobody(authenticator: Authenticator) -> None:
    one = await authenticator.accounts.register(fresh_login(), "kaju katli 20", language="hi")
    two = await authenticator.accounts.register(fresh_login(), "kaju katli 20", language="hi")
    forged = authenticator.access.issue(one.user_id, two.tenant_id)
    with pytest.raises(NotSignedIn):
        await authenticator.principal_of({"authorization": f"Bearer {forged}"})


async def test_local_mode_knows_its_owner_and_nobody_else(platform: Platform) -> None:
    settings = platform.settings.model_copy(update={"environment": "local"})
    local = Authenticator(settings, platform.database, platform.clock)
    await local.start()
    await local.start()
    principal = await local.principal_of(HERE)
    assert principal is not None
    assert (principal.user_id, principal.tenant_id) == (LOCAL.user_id, LOCAL.tenant_id)
    assert principal.local
    assert await local.principal_of({**HERE, "host": "evil.example"}) is None
    assert await local.principal_of({**HERE, "x-rf-peer": "10.0.0.1"}) is None


async def test_outside_local_mode_this_machine_is_nobody(authenticator: Authenticator) -> None:
    assert await authenticator.principal_of(HERE) is None


async def test_the_chat_finds_the_installed_one(authenticator: Authenticator) -> None:
    member = await authenticator.accounts.register(fresh_login(), "kaju katli 20", language="hi")
    token = await authenticator.open_session(member)
    headers = {"cookie": f"{authenticator.session_cookie}={token}"}
    before = auth.install(None)
    try:
        assert await auth.principal_of(headers) is None
        assert auth.install(authenticator) is None
        assert await auth.principal_of(headers) is not None
        assert await auth.principal_of({"authorization": "Bearer nonsense"}) is None
    finally:
        auth.install(before)


def test_the_cookie_is_bound_to_the_host_in_production(platform: Platform) -> None:
    settings = with_generated_secrets(platform.settings)
    production = settings.model_copy(update={"environment": "production"})
    there = Authenticator(production, platform.database, platform.clock)
    assert there.session_cookie.startswith("__Host-")
