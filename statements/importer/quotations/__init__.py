"""Who is quoted with which words: marks, names, verbs of saying and their subjects."""
