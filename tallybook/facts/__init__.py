"""Link: numbers → observations (placeholder put here by the lead until facts/ is there: its owner replaces this file)."""


def link(found, *, published_on=None, language="en"):
    return []
