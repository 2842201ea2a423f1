"""Her account: what we know of her shop, and the rules she set, changed in words and taken back."""
