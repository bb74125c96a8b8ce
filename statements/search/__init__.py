"""Full-text search: text typed -> parsed query -> matching documents -> ranked, counted, shown with their words."""
