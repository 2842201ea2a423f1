"""Access tokens by signature and clock; refresh tokens and sessions by the rows behind them."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import jwt
import pytest

from app.core.clock import FrozenClock
from app.core.database import Database
from app.core.errors import ConfigurationError, NotSignedIn
from app.security.access_tokens import ACCESS_LIFE, AUDIENCE, ISSUER, AccessTokens
from app.security.token_families import REFRESH_LIFE, TokenFamilies
from tests.fixtures.platform import Business

OLD, NEW, FOREIGN = "o" * 40, "n" * 40, "f" * 40
NOW = datetime(2026, 10, 26, 5, 0, tzinfo=UTC)
USER, TENANT = uuid4(), uuid4()


@pytest.fixture
def frozen() -> FrozenClock:
    return FrozenClock(NOW)


def test_a_token_says_whose_it_is(frozen: FrozenClock) -> None:
    tokens = AccessTokens([NEW], frozen)
    claims = tokens.read(tokens.issue(USER, TENANT))
    assert (claims.user_id, claims.tenant_id) == (USER, TENANT)


def test_it_ends_with_its_time(frozen: FrozenClock) -> None:
    tokens = AccessTokens([NEW], frozen)
    token = tokens.issue(USER, TENANT)
    frozen.advance(ACCESS_LIFE - timedelta(seconds=1))
    tokens.read(token)
    frozen.advance(timedelta(seconds=1))
    with pytest.raises(NotSignedIn, match="auth/refresh") as refused:
        tokens.read(token)
    assert refused.value.code == "token_expired"


def test_keys_turn_over_without_a_sign_out(frozen: FrozenClock) -> None:
    before = AccessTokens([OLD], frozen).issue(USER, TENANT)
    assert AccessTokens([NEW, OLD], frozen).read(before).user_id == USER
    after = AccessTokens([NEW, OLD], frozen).issue(USER, TENANT)
    assert AccessTokens([NEW], frozen).read(after).user_id == USER
    with pytest.raises(NotSignedIn):
        AccessTokens([NEW], frozen).read(before)


def test_no_key_no_tokens(frozen: FrozenClock) -> None:
    with pytest.raises(ConfigurationError, match="JWT_SECRET_KEY"):
        AccessTokens([], frozen)


def claims(**changed: object) -> dict[str, object]:
    whole: dict[str, object] = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(USER),
        "tid": str(TENANT),
        "iat": int(NOW.timestamp()),
        "exp": int((NOW + ACCESS_LIFE).timestamp()),
    }
    return {name: value for name, value in {**whole, **changed}.items() if value is not None}


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "nonsense",
        "a.b.c",
        jwt.encode(claims(), FOREIGN, algorithm="HS256"),
        jwt.encode(claims(), NEW, algorithm="HS512"),
        jwt.encode(claims(aud="other"), NEW, algorithm="HS256"),
        jwt.encode(claims(iss="other"), NEW, algorithm="HS256"),
        jwt.encode(claims(exp=None), NEW, algorithm="HS256"),
        jwt.encode(claims(tid=None), NEW, algorithm="HS256"),
        jwt.encode(claims(sub="not an id"), NEW, algorithm="HS256"),
    ],
)
def test_what_we_did_not_sign_is_refused(forged: str, frozen: FrozenClock) -> None:
    tokens = AccessTokens([NEW], frozen)
    real_id = jwt.get_unverified_header(tokens.issue(USER, TENANT))["kid"]
    if forged.count(".") == 2 and not forged.startswith("a."):
        algorithm = jwt.get_unverified_header(forged)["alg"]
        key = FOREIGN if forged == jwt.encode(claims(), FOREIGN, algorithm="HS256") else NEW
        body = jwt.decode(forged, options={"verify_signature": False})
        forged = jwt.encode(body, key, algorithm=algorithm, headers={"kid": real_id})
    with pytest.raises(NotSignedIn) as refused:
        tokens.read(forged)
    assert refused.value.code == "token_invalid"


def test_an_unsigned_token_is_refused(frozen: FrozenClock) -> None:
    tokens = AccessTokens([NEW], frozen)
    real_id = jwt.get_unverified_header(tokens.issue(USER, TENANT))["kid"]
    with pytest.raises(NotSignedIn):
        tokens.read(jwt.encode(claims(), "", algorithm="none", headers={"kid": real_id}))


async def test_refresh_tokens_rotate(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    families = TokenFamilies(database, clock)
    first, family = await families.issue("refresh", tenant.user_id, tenant.id)
    second, holder = await families.rotate(first)
    assert (holder.user_id, holder.tenant_id, holder.family_id) == (
        tenant.user_id,
        tenant.id,
        family,
    )
    third, _ = await families.rotate(second)
    assert len({first, second, third}) == 3


async def test_using_one_twice_ends_its_family_and_no_other(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    families = TokenFamilies(database, clock)
    first, _ = await families.issue("refresh", tenant.user_id, tenant.id)
    other, _ = await families.issue("refresh", tenant.user_id, tenant.id)
    second, _ = await families.rotate(first)
    with pytest.raises(NotSignedIn) as reused:
        await families.rotate(first)
    assert reused.value.code == "refresh_reused"
    with pytest.raises(NotSignedIn) as revoked:
        await families.rotate(second)
    assert revoked.value.code == "refresh_invalid"
    await families.rotate(other)


async def test_refresh_tokens_end(database: Database, tenant: Business, clock: FrozenClock) -> None:
    families = TokenFamilies(database, clock)
    token, _ = await families.issue("refresh", tenant.user_id, tenant.id)
    clock.advance(REFRESH_LIFE)
    with pytest.raises(NotSignedIn) as refused:
        await families.rotate(token)
    assert refused.value.code == "refresh_invalid"


async def test_a_session_is_no_refresh_token(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    families = TokenFamilies(database, clock)
    session, _ = await families.issue("session", tenant.user_id, tenant.id)
    with pytest.raises(NotSignedIn):
        await families.rotate(session)
    assert await families.holder("session", session) is not None
    await families.revoke("session", session)
    assert await families.holder("session", session) is None
    await families.revoke("session", "unknown")
