"""Full-text search: typed text -> parsed query -> matching documents -> ranked, counted and shown with snippets."""
