"""What a reader may see of a document: which version, and its text as a page shows it."""
