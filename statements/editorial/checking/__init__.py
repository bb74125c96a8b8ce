"""What the desk knows against a document: doubts, near duplicates, and whether its record is whole."""
