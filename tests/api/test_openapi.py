"""The description of the API, and a walk over it with inputs nobody thought of."""

import asyncio
import json
from typing import Any

import httpx
import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from schemathesis.core import NotSet

from app.api.router import router
from tests.fixtures.counts import examples

OPERATIONS = {
    ("post", "/api/v1/auth/register"),
    ("post", "/api/v1/auth/token"),
    ("post", "/api/v1/auth/refresh"),
    ("post", "/api/v1/auth/logout"),
    ("post", "/api/v1/turns"),
    ("get", "/api/v1/turns/{turn_id}"),
    ("get", "/api/v1/turns/{turn_id}/events"),
    ("post", "/api/v1/turns/{turn_id}/cancel"),
    ("get", "/api/v1/drafts"),
    ("get", "/api/v1/drafts/{draft_id}"),
    ("get", "/api/v1/drafts/{draft_id}/versions"),
    ("get", "/api/v1/drafts/{draft_id}/qr.png"),
    ("get", "/api/v1/drafts/{draft_id}/why"),
    *(
        ("post", f"/api/v1/drafts/{{draft_id}}/{act}")
        for act in ("approve", "edit", "reject", "regenerate", "undo")
    ),
    ("get", "/api/v1/foundation"),
    ("patch", "/api/v1/foundation"),
    ("get", "/api/v1/foundation/history"),
    ("get", "/api/v1/constitution"),
    ("put", "/api/v1/constitution"),
    ("get", "/api/v1/onboarding"),
    ("post", "/api/v1/onboarding"),
    ("post", "/api/v1/onboarding/answers"),
    ("post", "/api/v1/onboarding/edits"),
    ("get", "/api/v1/skills"),
    ("get", "/api/v1/skills/types.ts"),
    ("get", "/api/v1/skills/{skill_id}"),
    ("get", "/api/v1/plans"),
    ("get", "/api/v1/members"),
    ("post", "/api/v1/members"),
    ("delete", "/api/v1/members/{user_id}"),
    ("get", "/api/v1/subscriptions"),
    ("post", "/api/v1/subscriptions"),
    ("post", "/api/v1/subscriptions/cancel"),
    ("post", "/api/v1/subscriptions/keep"),
    ("get", "/api/v1/payments/{order_id}"),
    ("post", "/api/v1/payments/{order_id}/refund"),
    ("get", "/api/v1/billing/profile"),
    ("put", "/api/v1/billing/profile"),
    ("get", "/api/v1/notices"),
    ("get", "/api/v1/invoices"),
    ("get", "/api/v1/invoices/{number}.pdf"),
    ("get", "/api/v1/invoices/{number}.json"),
    ("get", "/api/v1/gst"),
    ("get", "/api/v1/gst/gstin/{number}"),
    ("get", "/api/v1/festivals"),
    ("get", "/api/v1/tools"),
    ("post", "/api/v1/tools/{name}"),
    ("get", "/api/v1/businesses"),
    ("post", "/api/v1/businesses"),
    ("get", "/api/v1/usage"),
    ("get", "/api/v1/usage/reports/{month}"),
    ("get", "/api/v1/usage/reports/{month}.pdf"),
    ("get", "/api/v1/usage/reports/{month}.csv"),
    ("get", "/api/v1/budget"),
    ("put", "/api/v1/budget"),
    ("post", "/api/v1/quotes"),
    ("get", "/health"),
    ("get", "/health/live"),
    ("get", "/health/ready"),
}


def described() -> dict[str, Any]:
    app = FastAPI()
    app.include_router(router)
    found: dict[str, Any] = app.openapi()
    return found


SCHEMA = described()
QUICK = [
    operation
    for operation in sorted(OPERATIONS)
    if not operation[1].startswith(("/api/v1/auth", "/health"))
]


def test_every_promised_operation_is_there_and_described() -> None:
    there = {
        (method, path): operation
        for path, item in SCHEMA["paths"].items()
        for method, operation in item.items()
    }
    assert set(there) == OPERATIONS
    assert [key for key, operation in there.items() if not operation.get("description")] == []
    effects = {key for key in there if key[0] == "post" and "/auth/" not in key[1]}
    named = {
        key
        for key, operation in there.items()
        if any(p["name"] == "Idempotency-Key" for p in operation.get("parameters", ()))
    }
    assert named == effects, "a key is honoured wherever a POST has an effect"


def generated(method: str, path: str) -> list[schemathesis.Case[Any]]:
    """A dozen inputs for an operation, as its description allows them."""
    operation = schemathesis.openapi.from_dict(SCHEMA)[path][method.upper()]
    cases: list[schemathesis.Case[Any]] = []

    @settings(
        max_examples=examples(12),
        deadline=None,
        database=None,
        suppress_health_check=[*HealthCheck],
    )
    @given(operation.as_strategy())
    def collect(case: schemathesis.Case[Any]) -> None:
        cases.append(case)

    collect()
    return cases


@pytest.mark.parametrize(("method", "path"), QUICK)
async def test_no_input_breaks_it(owner: httpx.AsyncClient, method: str, path: str) -> None:
    """Never a 5xx, and every refusal a problem."""
    for case in await asyncio.to_thread(generated, method, path):
        body = None if isinstance(case.body, NotSet) else json.dumps(case.body)
        answer = await owner.request(
            method,
            case.formatted_path,
            params=case.query,
            headers={"content-type": "application/json"} if body else {},
            content=body,
        )
        assert answer.status_code < 500, (case.formatted_path, case.body, answer.text)
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["code"]
