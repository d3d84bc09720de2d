"""Handles one check result the way nagios-argus-glue does: Nagios starts it for each, and it talks to Argus itself.

nagios-argus-glue is in no package registry. This does the same requests with the same library, by the rule of its
successor nglue-api, and leaves out what costs more: a fork of its own, and the tests of a Redis queue.
"""

import sys
from datetime import datetime

from pyargus.client import Client
from pyargus.models import Incident

LEVELS = {"CRITICAL": 2, "DOWN": 2, "UNKNOWN": 3, "UNREACHABLE": 3, "WARNING": 4}

url, token, host, text, state, state_id, kind, last_id, problem, last_problem = sys.argv[1:]
if state_id == "0":
    if last_id != "0":
        argus = Client(api_root_url=url, token=token)
        for incident in argus.get_my_incidents(open=True):
            if incident.source_incident_id in (problem, last_problem):
                argus.resolve_incident(incident=incident.pk, description=host + "-" + text, timestamp=datetime.now())
elif kind == "HARD" and last_id == "0":
    argus = Client(api_root_url=url, token=token)
    argus.post_incident(Incident(
        description=host + "-" + text,
        start_time=datetime.now(),
        source_incident_id=problem,
        level=LEVELS.get(state, 5),
        tags={"host": host},
    ))
