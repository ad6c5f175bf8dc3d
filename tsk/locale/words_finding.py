"""Words of finding: what a list can be asked for."""

FOUND = {
    "view": ("view", "视图"),
    "column": ("column", "列"),
    "key": ("key", "键"),
}
