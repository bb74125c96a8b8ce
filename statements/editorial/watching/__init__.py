"""Sources that are watched: what is new there becomes drafts, and nothing is ever published."""
