"""Documents as records: the words that the public reads now, in the shape in which programs get them."""
