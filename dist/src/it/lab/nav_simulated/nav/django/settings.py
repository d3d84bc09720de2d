import os

SECRET_KEY = "of a simulated NAV"
DEBUG = False
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["nav.models"]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "nav.web.urls"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
USE_TZ = False
TIME_ZONE = os.environ.get("TIME_ZONE", "UTC")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.path.join(os.environ["NAV_CONFIG_DIR"], "nav.sqlite3"),
        "OPTIONS": {"timeout": 30, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL"},
    }
}
