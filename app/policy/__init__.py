"""The company's written policy as data, and the arithmetic on it. Pure: facts and instants in, decision and clause out.

`load` reads a pack, `severity` grades, `clocks` says which clock starts, `worktime` when it is due, and each says why.
"""
