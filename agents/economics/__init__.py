"""What models cost: prices, forecasts, budgets, the ledger, and drafts used again."""
