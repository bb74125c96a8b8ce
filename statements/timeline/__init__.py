"""When documents are from: by year, by month, by day."""
