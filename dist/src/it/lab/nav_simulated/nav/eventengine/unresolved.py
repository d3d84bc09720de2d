def update():
    """The real NAV reads the unresolved alerts into a cache."""
