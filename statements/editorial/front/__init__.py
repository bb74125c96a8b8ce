"""The front page of the desk, the way to all its pages, and the list of documents."""
