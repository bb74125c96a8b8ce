"""File formats: each reader turns bytes into text and reports what the format states. None of them imports Django."""
