"""Mails: what is in them, which part of one is the release, and the text of that part."""
