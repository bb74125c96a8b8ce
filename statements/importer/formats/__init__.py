"""Formats of files: each reader turns bytes into text, and says what the format tells of it. None imports Django."""
