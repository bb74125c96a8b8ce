"""Import many documents at once from JSON Lines: checked one by one, copied together."""

ORIGIN = "bulk"  # where the facts of these documents came from
