"""How people keep their lists: columns, order and page size remembered for each, and filters saved under a name."""
