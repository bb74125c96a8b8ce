"""The cover of a speech or a release: what stands above the first word that was spoken."""
