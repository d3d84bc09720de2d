import os

import django


def bootstrap_django(caller):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nav.django.settings")
    django.setup()
