"""Telling those who follow a search what is new: the wish, the match, the message, its way."""
