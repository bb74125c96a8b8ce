"""What an editor does to one document: facts, people, paragraphs, and the page on which it is done."""
