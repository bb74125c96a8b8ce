"""What every page stands on: limits of time, languages, errors, middleware."""
