"""Who is quoted with which words: quotation marks, names, verbs of saying and their subjects."""
