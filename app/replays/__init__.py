"""试算: what a draft policy would have made of past complaints. Sends nothing, changes nothing but its own rows."""
