"""The jobs: a file with ``NAME``, ``async def run(context, payload)`` and perhaps ``SCHEDULE``."""
