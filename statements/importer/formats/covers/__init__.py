"""The cover of a speech or a release: everything above the first word spoken."""
