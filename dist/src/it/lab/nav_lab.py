"""Lets things happen in a NAV, real or simulated, in the ways in which its event engine does. See nav.sh.

    nav_lab.py prepare                      devices, an API token
    nav_lab.py session                      commands from standard input, see Session
    nav_lab.py play SEED EVENTS PROGRAM...  random events, exported to all programs; prints what is known of each alert
"""
import json
import random
import sys
from datetime import datetime, timedelta

from nav.bootstrap import bootstrap_django

bootstrap_django("lab")

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from nav.eventengine import export, unresolved  # noqa: E402
from nav.eventengine.alerts import AlertGenerator  # noqa: E402
from nav.models.api import APIToken  # noqa: E402
from nav.models.event import Acknowledgement, AlertHistory, AlertType, EventQueue, EventType, Subsystem  # noqa: E402
from nav.models.manage import Category, Interface, Location, Netbox, Organization, Room  # noqa: E402
from nav.models.profiles import Account  # noqa: E402

NETBOXES = 20
PORTS = 3
BOX, LINK, MAINTENANCE = "boxState", "linkState", "maintenanceState"
TYPES = {(BOX, "boxDown"), (BOX, "boxDownWarning"), (LINK, "linkDown"), (MAINTENANCE, "onMaintenance")}


def prepare():
    # The real NAV has its tables.
    if Subsystem._meta.app_label == "models":
        call_command("migrate", run_syncdb=True, verbosity=0)
    for name in ("pping", "eventEngine"):
        Subsystem.objects.get_or_create(pk=name)
    for event_type, alert_type in sorted(TYPES):
        known, _ = EventType.objects.get_or_create(pk=event_type, defaults={"description": event_type + " says"})
        AlertType.objects.get_or_create(
            name=alert_type, event_type=known, defaults={"description": alert_type + " it is."}
        )
    oslo, _ = Location.objects.get_or_create(pk="oslo")
    org, _ = Organization.objects.get_or_create(pk="noc")
    category, _ = Category.objects.get_or_create(pk="GW")
    for number in range(NETBOXES):
        room, _ = Room.objects.get_or_create(pk=f"room-{number % 4}", defaults={"location": oslo})
        netbox = Netbox.objects.create(
            ip=f"192.0.2.{number + 1}", sysname=f"gw{number}.example.org", room=room, organization=org, category=category
        )
        for port in range(PORTS):
            Interface.objects.create(netbox=netbox, ifname=f"ge-0/0/{port}", ifindex=port)
    account, _ = Account.objects.get_or_create(login="kari", defaults={"name": "Kari"})
    endpoints = {name: f"/api/1/{name}/" for name in ("alert", "netbox", "interface")}
    APIToken.objects.create(
        token="lab-token", expires=datetime.now() + timedelta(days=9), client=account, endpoints=endpoints
    )


class Everyone:
    """Exports to several programs."""

    def __init__(self, programs):
        self.exporters = [export.StreamExporter(program) for program in programs]

    def export(self, alert):
        for exporter in self.exporters:
            exporter.export(alert)

    def end(self):
        for exporter in self.exporters:
            exporter._process.stdin.close()
        for exporter in self.exporters:
            exporter._process.wait()


class Player:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.source = Subsystem.objects.get(pk="pping")
        self.target = Subsystem.objects.get(pk="eventEngine")
        self.types = {kind: EventType.objects.get(pk=kind) for kind in (BOX, LINK, MAINTENANCE)}
        self.account = Account.objects.get(login="kari")
        self.netboxes = list(Netbox.objects.filter(sysname__startswith="gw").order_by("pk"))
        self.ports = list(Interface.objects.filter(netbox__in=self.netboxes).order_by("pk"))
        self.open = {}
        self.maintained = set()
        self.alerts = {}
        self.events = 0

    def event(self, state, kind, alert_type, netbox, subid=""):
        event = EventQueue(
            source=self.source,
            target=self.target,
            netbox=netbox,
            subid=subid,
            time=datetime.now(),
            event_type=self.types[kind],
            state=state,
            value=100,
            severity=self.random.randint(1, 5),
        )
        event.varmap = {"alerttype": alert_type}
        unresolved.update()
        generator = AlertGenerator(event)
        if kind == MAINTENANCE:
            # By this, the real NAV knows that it is the device.
            generator.history_vars = {"netbox": str(netbox.pk)}
        self.events += 1
        # The engine commits after it has exported. nav-argus-glue then sleeps for a second, so that is done seldom.
        if self.random.random() < 0.01:
            with transaction.atomic():
                generator.post()
        else:
            generator.post()
        found = AlertHistory.objects.filter(netbox=netbox, subid=subid, event_type_id=kind).order_by("-pk").first()
        if found and state != "e":
            kept = self.alerts.setdefault(found.pk, {"id": found.pk, "type": kind, "state": state, "maintenance": ""})
            if netbox.pk in self.maintained or kind == MAINTENANCE:
                kept["maintenance"] = "began"
        return found

    def start(self, kind, alert_type, netbox, subid=""):
        self.open[(kind, netbox.pk, subid)] = self.event("s", kind, alert_type, netbox, subid), alert_type

    def finish(self, key):
        history, alert_type = self.open.pop(key)
        netbox = next(box for box in self.netboxes if box.pk == key[1])
        self.event("e", key[0], alert_type, netbox, key[2])

    def box(self):
        netbox = self.random.choice(self.netboxes)
        key = (BOX, netbox.pk, "")
        return self.finish(key) if key in self.open else self.start(BOX, "boxDown", netbox)

    def link(self):
        port = self.random.choice(self.ports)
        key = (LINK, port.netbox_id, str(port.pk))
        return self.finish(key) if key in self.open else self.start(LINK, "linkDown", port.netbox, key[2])

    def flap(self):
        for _ in range(self.random.randint(2, 6)):
            port = self.ports[0]
            key = (LINK, port.netbox_id, str(port.pk))
            self.finish(key) if key in self.open else self.start(LINK, "linkDown", port.netbox, key[2])

    def end_of_nothing(self):
        netbox = self.random.choice(self.netboxes)
        if (BOX, netbox.pk, "") not in self.open:
            self.event("e", BOX, "boxDown", netbox)

    def warn(self):
        self.event("x", BOX, "boxDownWarning", self.random.choice(self.netboxes))

    def acknowledge(self):
        found = [history for history, _ in self.open.values() if history]
        if found:
            self.random.choice(found).acknowledge(self.account, "on it")

    def maintain(self):
        # Only some devices, so that most alerts have nothing to do with maintenance.
        netbox = self.random.choice(self.netboxes[-3:])
        key = (MAINTENANCE, netbox.pk, "")
        if key in self.open:
            self.maintained.discard(netbox.pk)
            return self.finish(key)
        self.maintained.add(netbox.pk)
        for (_, box, _), (history, _) in self.open.items():
            if box == netbox.pk and history and not self.alerts[history.pk]["maintenance"]:
                self.alerts[history.pk]["maintenance"] = "met"
        return self.start(MAINTENANCE, "onMaintenance", netbox)

    def play(self, count):
        acts = [self.box, self.link, self.flap, self.end_of_nothing, self.warn, self.acknowledge, self.maintain]
        while self.events < count:
            self.random.choices(acts, [20, 50, 6, 4, 10, 5, 2])[0]()
        # At the end, nothing is on maintenance, so that what is open is shown.
        for key in [key for key in self.open if key[0] == MAINTENANCE]:
            self.maintained.discard(key[1])
            self.finish(key)


def play(seed, count, programs):
    export.exporter = Everyone(programs)
    player = Player(int(seed))
    player.play(int(count))
    export.exporter.end()
    for alert in player.alerts.values():
        print(json.dumps(alert))


class Session:
    """Problems by name, each of a device of its own: [COMMAND, NAME, ARGUMENT...] in each line, answered with JSON."""

    def __init__(self):
        self.player = Player(0)
        self.known = {}
        self.exported = None
        export.exporter = self

    def export(self, alert):
        self.exported = alert

    def event(self, state, name, alert_type="boxDown"):
        first = self.player.netboxes[0]
        netbox, _ = Netbox.objects.get_or_create(
            sysname=name + ".example.org",
            defaults={
                "ip": f"198.51.100.{Netbox.objects.count()}",
                "room": first.room,
                "organization": first.organization,
                "category": first.category,
            },
        )
        self.known[name] = self.player.event(state, BOX, alert_type, netbox)

    def open(self, name):
        self.event("s", name)

    def end(self, name):
        self.event("e", name)

    def happen(self, name):
        self.event("x", name, "boxDownWarning")

    def change(self, name):
        AlertHistory.objects.filter(pk=self.known[name].pk).update(severity=1)

    def forget(self, name):
        AlertHistory.objects.filter(pk=self.known[name].pk).delete()

    def webhook(self, name):
        """Returns what the engine exports at the start, once more."""
        alert = AlertHistory.objects.get(pk=self.known[name].pk)
        return {
            "history": alert.pk,
            "state": "s",
            "time": alert.start_time.isoformat(),
            "message": name + " is down",
            "on_maintenance": False,
        }

    def acknowledge(self, name, person, text):
        account, _ = Account.objects.get_or_create(login=person, defaults={"name": person})
        AlertHistory.objects.get(pk=self.known[name].pk).acknowledge(account, text)

    def acknowledged(self, name):
        found = Acknowledgement.objects.filter(alert_id=self.known[name].pk).first()
        return found.account.login if found else None

    def unacknowledge(self, name):
        Acknowledgement.objects.filter(alert_id=self.known[name].pk).delete()

    def run(self):
        for line in sys.stdin:
            command, *arguments = json.loads(line)
            print(json.dumps(getattr(self, command)(*arguments)), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare()
    elif sys.argv[1] == "session":
        Session().run()
    else:
        play(sys.argv[2], sys.argv[3], sys.argv[4:])
