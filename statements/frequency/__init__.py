"""How often something was said, year by year."""
