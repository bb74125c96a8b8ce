"""The search and the documents as JSON, for programs."""
