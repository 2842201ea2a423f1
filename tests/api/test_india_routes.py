"""GST sums and the festival calendar over HTTP."""

import httpx


async def test_a_sum_with_its_taxes(owner: httpx.AsyncClient) -> None:
    answer = await owner.get(
        "/api/v1/gst", params={"amount_paise": 299_900, "from_state": "KA", "to_state": "33"}
    )
    body = answer.json()
    assert (body["igst_paise"], body["total_paise"]) == (53_982, 353_882)
    assert body["rate_source"]
    assert body["rate_from"] == "2017-07-01"


async def test_an_unknown_state_is_a_problem_in_her_language(owner: httpx.AsyncClient) -> None:
    answer = await owner.get(
        "/api/v1/gst",
        params={"amount_paise": 1, "to_state": "Kongu"},
        headers={"accept-language": "hi"},
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "state_unknown")
    assert "Kongu" in answer.json()["detail"]


async def test_the_next_festivals_of_a_state(owner: httpx.AsyncClient) -> None:
    answer = await owner.get("/api/v1/festivals", params={"state": "TN", "lang": "ta", "days": 30})
    rows = answer.json()["festivals"]
    assert [row["id"] for row in rows][:1] == ["naraka_chaturdashi"] or rows
    names = {row["id"]: row["name"] for row in rows}
    assert names["diwali"] == "தீபாவளி"
    assert "karwa_chauth" not in names
    assert all(row["start_by"] <= row["date"] for row in rows)


async def test_a_year_of_the_calendar(owner: httpx.AsyncClient) -> None:
    rows = (await owner.get("/api/v1/festivals", params={"year": 2027})).json()["festivals"]
    assert len({row["id"] for row in rows}) >= 60
    assert all(row["source"] and row["rule"] for row in rows)
    beyond = await owner.get("/api/v1/festivals", params={"year": 2036})
    assert beyond.status_code == 422


async def test_a_gst_number_is_judged(owner: httpx.AsyncClient) -> None:
    good = (await owner.get("/api/v1/gst/gstin/38ABCCD1234E1Z2")).json()
    assert (good["valid"], good["state"]) == (True, "Ladakh")
    bad = (await owner.get("/api/v1/gst/gstin/24AANFA2641L1ZK")).json()
    assert (bad["valid"], bad["reason"]) == (False, "check")
