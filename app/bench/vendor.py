"""A vendor that calls every order paid: `uvicorn app.bench.vendor:create --factory`."""

from app.core.clock import SystemClock
from integrations.payments.phonepe_simulator import PhonePeSimulator
from integrations.payments.phonepe_simulator_book import Thing, milliseconds
from integrations.payments.phonepe_simulator_callbacks import order_status
from integrations.payments.phonepe_token import Credentials

AMOUNT_PAISE = 353_882
CREDENTIALS = Credentials("BENCH", "bench-secret", 1)


def create() -> PhonePeSimulator:
    """The simulator, with every order in its book."""
    clock = SystemClock()
    simulator = PhonePeSimulator(clock, CREDENTIALS, base_url="http://127.0.0.1")

    def paid(identifier: str) -> dict[str, object]:
        now = milliseconds(clock.now())
        order: Thing = {
            "merchantOrderId": identifier,
            "orderId": f"OMO{identifier[-20:]}",
            "state": "COMPLETED",
            "amount": AMOUNT_PAISE,
            "metaInfo": {},
            "flow": "payment",
            "createdAt": now,
            "expireAt": now,
            "endedAt": now,
            "transactionId": f"OM{identifier[-20:]}",
        }
        return order_status(order)

    simulator.api.order_status = paid  # type: ignore[method-assign]
    return simulator
