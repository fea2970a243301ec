"""投诉整改表: what a department owes after a complaint was found true, from the verdict to the last measure."""
