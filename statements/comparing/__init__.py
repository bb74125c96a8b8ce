"""Texts side by side: two of one language, a text and its translation, a quotation and the archive."""
