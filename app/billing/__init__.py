"""Taking money and giving it back, each exactly once, whatever is lost, doubled or killed.

What the rest builds on (everything else here is detail)::

    from app.billing.desk import Billing, open_billing        # made once a process, like Platform
    from app.billing.payments import start_payment, refresh   # one amount, paid on a page
    from app.billing.mandates import start_mandate, notify_debit, cancel_mandate
    from app.billing.refunds import start_refund
    from app.billing.hooks import on_order, on_refund, on_mandate
    from app.billing import ledger, store

``async with open_billing(platform) as billing`` (in the server: ``app.state.billing``) gives every
call its first argument. ``actor`` is who asks (``Actor``), or None when a job does.

``await start_payment(billing, tenant_id, actor, purpose="plan", amount_paise=353882, key="…",
subject_id=…, details={…}, conversation_id=…) -> Order``
    Opens a payment page; ``order.page_url`` is where she pays. The same ``key`` (unique within the
    business) gives the same order, after a crash too. Raises Unavailable ``payments_away``.
``await refresh(billing, tenant_id, order_id) -> Order``
    Asks the vendor now and moves the order if it moved; what the page she returns to calls.
``await start_mandate(billing, tenant_id, actor, purpose=…, first_amount_paise=…,
max_amount_paise=…, frequency="MONTHLY", expires_at=…, key=…, subject_id=…) -> (Mandate, Order)``
    A UPI mandate whose first debit is paid at once on ``order.page_url``.
``await notify_debit(billing, mandate, amount_paise=…, key=…, details={…}) -> Order``
    Announces a debit 24 hours or more ahead; the vendor debits by itself (``autoDebit``), the order
    becomes ``notified``, then ``paid`` or ``failed``. The caller keeps the calendar.
``await cancel_mandate(billing, tenant_id, mandate_id) -> Mandate``
``await start_refund(billing, tenant_id, actor, order_id, amount_paise=…, reason=…, key=…)``
    One runs at a time; ``refund`` hooks tell when it is ``completed`` or ``failed``.

Hooks are how plans, invoices and the chat learn of it. They run inside the transaction that moves
the row, so what a hook writes is there exactly when the money is; they must do nothing outside the
database. A hook is registered for a purpose at import::

    @on_order("plan")
    async def granted(move: OrderMove) -> None:   # move.session, .clock, .order, .became
        ...                                       # "paid", "failed", "notified" or "held"

``record`` events and write rows through ``move.session``; ``ledger.post`` posts there too. For work
outside the database enqueue a job in the same transaction: ``app.core.job_queue.enqueue``.

Job names and their handlers are registered in ``app/jobs/catalogue.py``.
"""
