"""Checks a dashboard against Grafana's model, and writes its queries as rules that promtool can check.

Usage: monitoring_dashboard.py DASHBOARD QUERIES

What the model does not know is lost when it reads the dashboard and writes it again.
"""

import json
import sys

from grafana_foundation_sdk.cog import plugins
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import Dashboard

# Grafana itself exports them, but its model of dashboards leaves them to the data source or the editor.
NOT_IN_MODEL = {"builtIn", "definition", "titleFormat", "step"}


def lost(before, after, path=""):
    if isinstance(before, dict):
        for key, value in before.items():
            if isinstance(after, dict) and key in after:
                yield from lost(value, after[key], path + "/" + key)
            elif value not in ([], {}, "", None) and key not in NOT_IN_MODEL:
                yield path + "/" + key
    elif isinstance(before, list):
        if not isinstance(after, list) or len(before) != len(after):
            yield path
        else:
            for number, (one, other) in enumerate(zip(before, after)):
                yield from lost(one, other, "%s/%d" % (path, number))
    elif before != after:
        yield path


def main(dashboard, queries):
    plugins.register_default_plugins()
    with open(dashboard, encoding="utf-8") as file:
        content = json.load(file)
    again = json.loads(JSONEncoder().encode(Dashboard.from_json(content)))
    unknown = list(lost(content, again))
    if unknown:
        sys.exit("not in Grafana's model: " + ", ".join(unknown))
    rules = [
        {
            "record": "panel:%d:%s" % (panel["id"], target["refId"].lower()),
            "expr": target["expr"].replace("$__rate_interval", "5m"),
        }
        for panel in content["panels"]
        for target in panel.get("targets", [])
    ]
    with open(queries, "w", encoding="utf-8") as file:
        json.dump({"groups": [{"name": "dashboard", "rules": rules}]}, file)


main(*sys.argv[1:])
