from nav.models.models import APIToken  # noqa: F401
