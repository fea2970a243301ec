"""拜访: customers are visited on site, called or written to at their tier's interval, and what was said is kept."""
