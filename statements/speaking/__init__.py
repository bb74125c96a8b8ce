"""What the archive knows of a speaker: years, words, company."""
