"""Numbers over time and people: how often it was said, when, and by whom."""
