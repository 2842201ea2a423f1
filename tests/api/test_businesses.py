"""Further businesses over HTTP: opening, whose token acts where, and the way between them."""

import secrets

import httpx
from fastapi import FastAPI

from app.security.accounts import Membership
from app.security.local_owner import LOCAL, ensure_local_owner
from tests.api.conftest import ORIGIN, client_of
from tests.fixtures.platform import Business

PASSWORD = "kaju katli 20"


async def signed_up(client: httpx.AsyncClient) -> tuple[dict[str, str], dict[str, str]]:
    login = {"login": f"meena-{secrets.token_hex(8)}@example.in", "password": PASSWORD}
    answer = await client.post("/api/v1/auth/register", json=login)
    assert answer.status_code == 201
    return login, answer.json()


def bearing(tokens: dict[str, str]) -> dict[str, str]:
    return {"authorization": f"Bearer {tokens['access_token']}"}


async def test_a_token_acts_for_the_business_that_was_named(
    client: httpx.AsyncClient, other_tenant: Business
) -> None:
    login, first = await signed_up(client)
    key = {"Idempotency-Key": "open-1"}
    new = {"name": "Meena Sarees"}
    opened = [
        await client.post("/api/v1/businesses", json=new, headers=bearing(first) | key)
        for _ in range(2)
    ]
    assert [each.status_code for each in opened] == [201, 201]
    assert opened[0].json() == opened[1].json()
    second_id = opened[0].json()["id"]

    await client.patch("/api/v1/foundation", json={"city": "Lucknow"}, headers=bearing(first))
    for way in ("token", "refresh"):
        body = login if way == "token" else {"refresh_token": first["refresh_token"]}
        answer = await client.post(f"/api/v1/auth/{way}", json=body | {"business": second_id})
        second = answer.json()
        assert (answer.status_code, second["business"]) == (200, second_id)
        known = await client.get("/api/v1/foundation", headers=bearing(second))
        assert "Lucknow" not in known.text
        assert "Meena Sarees" in known.text
        there = (await client.get("/api/v1/businesses", headers=bearing(second))).json()
        assert [each["here"] for each in there["businesses"]] == [False, True]
    # She is where she was until she says otherwise; without a name it is her first business.
    again = await client.post("/api/v1/auth/token", json=login)
    assert again.json()["business"] == first["business"]
    after = await client.post(
        "/api/v1/auth/refresh", json={"refresh_token": second["refresh_token"]}
    )
    assert after.json()["business"] == second_id

    # Somebody else's is not there, and the token that asked for it stays good.
    for business in (str(other_tenant.id), str(LOCAL.tenant_id)):
        asked = {"refresh_token": after.json()["refresh_token"], "business": business}
        refused = await client.post("/api/v1/auth/refresh", json=asked)
        assert (refused.status_code, refused.json()["code"]) == (404, "business")
        refused = await client.post("/api/v1/auth/token", json=login | {"business": business})
        assert (refused.status_code, refused.json()["code"]) == (404, "business")
    wrong = await client.post(
        "/api/v1/auth/token",
        json={"login": login["login"], "password": "no", "business": str(other_tenant.id)},
    )
    assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong_login")
    good = await client.post("/api/v1/auth/refresh", json=asked | {"business": first["business"]})
    assert good.json()["business"] == first["business"]


async def test_a_browser_goes_from_one_to_another(
    app: FastAPI, client: httpx.AsyncClient, other_tenant: Business
) -> None:
    _, first = await signed_up(client)
    opened = await client.post(
        "/api/v1/businesses", json={"name": "Meena Sarees"}, headers=bearing(first)
    )
    auth = app.state.authenticator
    claims = auth.access.read(first["access_token"])
    cookie = auth.session_cookie
    old = await auth.open_session(Membership(claims.user_id, claims.tenant_id))
    client.cookies.set(cookie, old)
    for business, status in ((other_tenant.id, 404), ("nothing", 422), (opened.json()["id"], 303)):
        went = await client.post("/business", data={"business": str(business)}, headers=ORIGIN)
        assert went.status_code == status
    assert went.headers["location"] == "/chat"
    there = (await client.get("/api/v1/businesses")).json()["businesses"]
    assert [each["here"] for each in there] == [False, True]
    # What is left behind in another window of this browser is nobody.
    async with client_of(app) as left:
        left.cookies.set(cookie, old)
        assert (await left.get("/api/v1/businesses")).status_code == 401
    # Another site's form is refused, and nobody goes anywhere.
    async with client_of(app) as stranger:
        foreign = {"origin": "https://evil.example", "cookie": f"{cookie}={old}"}
        refused = await stranger.post(
            "/business", data={"business": opened.json()["id"]}, headers=foreign
        )
        assert refused.status_code == 403
        nobody = await stranger.post("/business", data={"business": opened.json()["id"]})
        assert nobody.status_code == 401


async def test_the_owner_at_this_machine_is_nobody_elsewhere(app: FastAPI) -> None:
    auth = app.state.authenticator
    await ensure_local_owner(auth.accounts)
    token = await auth.open_session(LOCAL)
    pair = await auth.issue_tokens(LOCAL)
    async with client_of(app) as elsewhere:
        elsewhere.cookies.set(auth.session_cookie, token)
        assert (await elsewhere.get("/api/v1/businesses")).status_code == 401
        elsewhere.cookies.clear()
        theirs = {"authorization": f"Bearer {pair.access_token}"}
        assert (await elsewhere.get("/api/v1/plans", headers=theirs)).status_code == 401
