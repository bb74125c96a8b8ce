"""How releases come in: pasted, uploaded, many at once."""
