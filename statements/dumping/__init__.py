"""The whole of what is public as files, which another archive can load again: docs/dumps.md."""
