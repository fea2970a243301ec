"""投诉: a complaint's whole life, from the first call to the archive."""
