from nav.models.models import Account  # noqa: F401
