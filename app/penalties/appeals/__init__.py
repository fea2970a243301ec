"""复议: a penalty looked at again at the wish of whoever pays it, by somebody who hasn't decided about it before."""
