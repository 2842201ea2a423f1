"""The yardstick: the least that Chainlit can do."""
