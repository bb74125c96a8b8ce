"""Numbers to places on a page: axes, bars and lines. Nothing here knows what is counted."""
