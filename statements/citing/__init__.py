"""Quoting with a citation that does not rot: a document or one paragraph of it, in the usual formats."""
