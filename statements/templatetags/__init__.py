"""What the templates of the desk say beyond Django's."""
