"""Money between her and her own customers: nothing here moves any."""
