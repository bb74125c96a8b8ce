"""Results of searches kept for footnotes: freezing them, limits on that, and what changed since."""
