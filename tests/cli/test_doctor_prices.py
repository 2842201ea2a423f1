"""Doctor names a model that has no price, with what to add, and a rate of exchange that is old."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from agents.economics.price_table import PriceTable
from app.cli_doctor_prices import OLD, called, unpriced
from app.core.clock import FrozenClock
from app.core.config import Settings
from tests.cli.conftest import RaptorFlow


def test_every_model_of_every_tier_is_looked_at() -> None:
    settings = Settings(
        environment="test", model_cascade=("vertex", "openai"), gcp_project_id="p",
        openai_api_key="k", openai_model="llama3.2",
    )  # fmt: skip
    models = called(settings)
    assert ("openai", "llama3.2") in models
    assert ("vertex", settings.vertex_model_deep) in models
    table = PriceTable.load(settings, FrozenClock(datetime(2026, 11, 23, tzinfo=UTC)))
    found = {finding.name: finding for finding in unpriced(models, table)}
    lost = found["openai llama3.2"]
    assert lost.level == "note"
    assert "llama3.2" in lost.wrong
    assert "MODEL_PRICES_FILE" in lost.mend
    assert found[f"vertex {settings.vertex_model_fast}"].level == "ok"


def test_doctor_says_what_to_add_and_how_old_the_rate_is(
    raptorflow: RaptorFlow, tmp_path: Path
) -> None:
    prices = tmp_path / "prices.json"
    row = {"from": "2026-03-01", "rupees": "90", "source": "bank"}
    prices.write_text(json.dumps({"usd_inr": [row]}), "utf-8")
    result = raptorflow(
        "doctor", "--json", MODEL_CASCADE="openai", OPENAI_BASE_URL="http://127.0.0.1:9/v1",
        OPENAI_API_KEY="k", OPENAI_MODEL="my-model", MODEL_PRICES_FILE=str(prices),
    )  # fmt: skip
    found = {finding["name"]: finding for finding in json.loads(result.stdout)}
    assert '"model": "my-model"' in found["openai my-model"]["wrong"]
    assert found["usd_inr"]["value"] == "₹90 (2026-03-01)"
    old = datetime.now(UTC) - datetime(2026, 3, 1, tzinfo=UTC) > OLD + timedelta(days=1)
    assert not old or found["usd_inr"]["level"] == "note"
