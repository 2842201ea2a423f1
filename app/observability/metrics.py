"""Prometheus metrics, declared once. Names say the unit; labels have few values by construction.

Recording is a plain call that never raises and never waits.
"""

from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Counter, Gauge, Histogram
from prometheus_client import generate_latest as _generate_latest

METRICS_CONTENT_TYPE: Final = CONTENT_TYPE_LATEST

_QUICK_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

TURNS: Final = Counter("raptorflow_turns", "Turns that ended.", ("source", "status"))
TURN_SECONDS: Final = Histogram(
    "raptorflow_turn_seconds", "Time from message to settled.", ("source",), buckets=_QUICK_SECONDS
)
TURNS_RUNNING: Final = Gauge("raptorflow_turns_running", "Turns running in this process.")
BROAD_EXCEPTS: Final = Counter(
    "raptorflow_broad_excepts",
    "Unexpected errors caught at one of the three edges (turn runner, job, tool wrapper).",
    ("edge", "error"),
)
MODEL_FAILURES: Final = Counter(
    "raptorflow_model_failures", "Providers that failed a call.", ("provider", "reason")
)
MODEL_CALLS: Final = Counter(
    "raptorflow_model_calls", "Network calls of models, by how they ended.",
    ("provider", "model", "outcome"),
)  # fmt: skip
MODEL_TOKENS: Final = Counter(
    "raptorflow_model_tokens", "Tokens of network calls.", ("provider", "model", "kind")
)
MODEL_FIRST_SECONDS: Final = Histogram(
    "raptorflow_model_first_seconds", "Time to the first piece of an answer.",
    ("provider", "model"), buckets=_QUICK_SECONDS,
)  # fmt: skip
BREAKER_MOVES: Final = Counter(
    "raptorflow_breaker_moves", "Circuit breakers opened and closed by this process.",
    ("provider", "model", "to"),
)  # fmt: skip
LIMITER_OPENED: Final = Counter(
    "raptorflow_rate_limiter_opened",
    "Requests let through because the store of the limits was away.",
    ("rule",),
)
RATE_LIMITED: Final = Counter("raptorflow_rate_limited", "Requests told to wait.", ("rule",))
PII_MASKED: Final = Counter("raptorflow_pii_masked", "Identifiers masked on the way in.", ("kind",))
SIGN_INS: Final = Counter("raptorflow_sign_ins", "Sign-ins, by how they ended.", ("outcome",))
CALLBACKS: Final = Counter(
    "raptorflow_payment_callbacks", "Payment callbacks, by how they were taken.", ("outcome",)
)
MONEY_MOVES: Final = Counter(
    "raptorflow_money_moves", "Orders, refunds and mandates that moved.", ("kind", "became")
)
PAYMENT_CHECKS: Final = Counter(
    "raptorflow_payment_checks", "Questions to the payment service, by what came of them.",
    ("kind", "outcome"),
)  # fmt: skip
BUDGET_ALERTS: Final = Counter(
    "raptorflow_budget_alerts", "Alerts about budgets sent to a business's address.", ("outcome",)
)
SPENDING_ALARMS: Final = Counter(
    "raptorflow_spending_alarms", "Businesses whose spending ran away, by how it showed.", ("kind",)
)
HTTP_SECONDS: Final = Histogram(
    "raptorflow_http_seconds",
    "Time to the first byte of an answer.",
    ("method", "route", "status"),
    buckets=_QUICK_SECONDS,
)


def turn_ended(source: str, status: str, seconds: float) -> None:
    """Count a turn that was settled, cancelled or failed."""
    TURNS.labels(source, status).inc()
    TURN_SECONDS.labels(source).observe(seconds)


def broad_except(edge: str, error: BaseException) -> None:
    """Count an unexpected error at one of the three edges that may catch everything."""
    BROAD_EXCEPTS.labels(edge, type(error).__name__).inc()


def model_called(provider: str, model: str, outcome: str, first_seconds: float | None) -> None:
    """Count a network call of a model and how long its first piece took, when one came."""
    MODEL_CALLS.labels(provider, model, outcome).inc()
    if first_seconds is not None:
        MODEL_FIRST_SECONDS.labels(provider, model).observe(first_seconds)


def model_tokens(provider: str, model: str, read: int, written: int) -> None:
    """Count the tokens of a network call."""
    MODEL_TOKENS.labels(provider, model, "input").inc(read)
    MODEL_TOKENS.labels(provider, model, "output").inc(written)


def breaker_moved(provider: str, model: str, to: str) -> None:
    """Count a circuit breaker that opened or closed."""
    BREAKER_MOVES.labels(provider, model, to).inc()


def render() -> bytes:
    """All metrics of this process in the Prometheus text format."""
    return _generate_latest(REGISTRY)
