import os


def open_configfile(name):
    return open(os.path.join(os.environ["NAV_CONFIG_DIR"], name), encoding="utf-8")
