"""Import many documents at once from JSON Lines: checked one by one, copied together."""
