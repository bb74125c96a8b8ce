"""Drills: servers that are killed, frozen and replaced while readers read and an editor edits."""
