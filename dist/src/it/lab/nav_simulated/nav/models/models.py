"""The tables, with the fields that the tests need."""
import datetime

from django.db import models

from nav.models.fields import INFINITY

STATE_STATELESS, STATE_START, STATE_END = "x", "s", "e"


class Location(models.Model):
    id = models.CharField(primary_key=True, max_length=50)


class Room(models.Model):
    id = models.CharField(primary_key=True, max_length=50)
    location = models.ForeignKey(Location, on_delete=models.CASCADE)


class Organization(models.Model):
    id = models.CharField(primary_key=True, max_length=50)


class Category(models.Model):
    id = models.CharField(primary_key=True, max_length=50)


class Netbox(models.Model):
    ip = models.GenericIPAddressField(unique=True)
    sysname = models.CharField(max_length=200)
    room = models.ForeignKey(Room, on_delete=models.CASCADE)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    category = models.ForeignKey(Category, on_delete=models.CASCADE)

    def __str__(self):
        return self.sysname

    def get_absolute_url(self):
        return f"/ipdevinfo/{self.sysname}/"

    def is_on_maintenance(self):
        return AlertHistory.objects.unresolved("maintenanceState").filter(netbox=self).exists()


class Interface(models.Model):
    netbox = models.ForeignKey(Netbox, on_delete=models.CASCADE)
    ifname = models.CharField(max_length=50)
    ifindex = models.IntegerField()

    def __str__(self):
        return f"{self.ifname} at {self.netbox}"

    def get_absolute_url(self):
        return f"{self.netbox.get_absolute_url()}interface={self.pk}/"

    def is_on_maintenance(self):
        return self.netbox.is_on_maintenance()


class Account(models.Model):
    login = models.CharField(max_length=50)
    name = models.CharField(max_length=50)


class APIToken(models.Model):
    token = models.CharField(max_length=50)
    expires = models.DateTimeField()
    client = models.ForeignKey(Account, on_delete=models.CASCADE)
    endpoints = models.JSONField(default=dict)


class Subsystem(models.Model):
    name = models.CharField(primary_key=True, max_length=50)


class EventType(models.Model):
    id = models.CharField(primary_key=True, max_length=50)
    description = models.CharField(max_length=200)


class AlertType(models.Model):
    event_type = models.ForeignKey(EventType, on_delete=models.CASCADE)
    name = models.CharField(max_length=50)
    description = models.CharField(max_length=200)


class About(models.Model):
    """What events and alerts have in common."""

    source = models.ForeignKey(Subsystem, on_delete=models.CASCADE, related_name="+")
    netbox = models.ForeignKey(Netbox, null=True, on_delete=models.CASCADE, related_name="+")
    subid = models.CharField(max_length=50, default="")
    event_type = models.ForeignKey(EventType, on_delete=models.CASCADE, related_name="+")
    value = models.IntegerField(default=100)
    severity = models.IntegerField(default=3)

    class Meta:
        abstract = True

    def get_subject(self):
        if self.event_type_id == "linkState" and self.subid:
            return Interface.objects.get(pk=self.subid)
        return self.netbox or self.source_id


class EventQueue(About):
    target = models.ForeignKey(Subsystem, on_delete=models.CASCADE, related_name="+")
    time = models.DateTimeField()
    state = models.CharField(max_length=1)
    varmap = {}


class AlertHistoryQuerySet(models.QuerySet):
    def unresolved(self, event_type=None):
        found = self.filter(end_time=INFINITY)
        return found.filter(event_type=event_type) if event_type else found


class AlertHistory(About):
    objects = AlertHistoryQuerySet.as_manager()
    alert_type = models.ForeignKey(AlertType, null=True, on_delete=models.CASCADE)
    start_time = models.DateTimeField()
    end_time = models.DateTimeField(null=True)

    def acknowledge(self, account, comment):
        Acknowledgement.objects.update_or_create(alert=self, defaults={"account": account, "comment": comment})


class AlertHistoryMessage(models.Model):
    alert_history = models.ForeignKey(AlertHistory, on_delete=models.CASCADE, related_name="messages")
    state = models.CharField(max_length=1)
    type = models.CharField(max_length=10)
    language = models.CharField(max_length=5)
    message = models.TextField()


class Acknowledgement(models.Model):
    alert = models.OneToOneField(
        AlertHistory, primary_key=True, on_delete=models.CASCADE, related_name="acknowledgement"
    )
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    comment = models.TextField()
    date = models.DateTimeField(default=datetime.datetime.now)
