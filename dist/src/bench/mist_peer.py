"""The least that a glue service for Mist in Python has to do: each minute, read the inventory and the open incidents, and
open and end what differs. It stands in for such a program in PeersBench, because none is published."""

import sys
import time
from datetime import datetime, timezone

import httpx
from pyargus.client import Client
from pyargus.models import Incident

INTERVAL = 60

url, token, mist, org, secret = sys.argv[1:]
argus = Client(api_root_url=url, token=token)
session = httpx.Client(headers={"Authorization": "Token " + secret})
while True:
    devices = session.get(f"{mist}/api/v1/orgs/{org}/inventory", params={"limit": 1000}).raise_for_status().json()
    down = {device["mac"]: device for device in devices if not device.get("connected")}
    open_incidents = {incident.source_incident_id: incident for incident in argus.get_my_incidents(open=True)}
    for mac, device in down.items():
        if mac not in open_incidents:
            argus.post_incident(Incident(
                description=f"{device.get('name', mac)} is disconnected",
                start_time=datetime.now(timezone.utc),
                source_incident_id=mac,
                level=3,
                tags={"host": device.get("name", mac)},
            ))
    for mac, incident in open_incidents.items():
        if mac not in down:
            argus.resolve_incident(incident=incident.pk, timestamp=datetime.now(timezone.utc))
    time.sleep(INTERVAL)
