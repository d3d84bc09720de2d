from nav.models.models import Category, Interface, Location, Netbox, Organization, Room  # noqa: F401
