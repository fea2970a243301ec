"""Many people at once, on real processes; bounded in count and time."""
