"""Alerts, devices and interfaces as the REST API and the exported stream show them."""
from nav.models.fields import INFINITY


def shown_alert(alert, alert_type):
    """What the API and the stream have in common."""
    subject = alert.get_subject()
    return {
        "subject": str(subject),
        "subject_url": subject.get_absolute_url() if hasattr(subject, "get_absolute_url") else None,
        "subject_type": type(subject).__name__,
        "on_maintenance": subject.is_on_maintenance() if hasattr(subject, "is_on_maintenance") else None,
        "alert_type": {"name": alert_type.name, "description": alert_type.description} if alert_type else None,
        "event_type": {"id": alert.event_type_id, "description": alert.event_type.description},
        "subid": alert.subid,
        "value": alert.value,
        "severity": alert.severity,
        "source": alert.source_id,
        "device": None,
        "netbox": alert.netbox_id,
    }


def shown_history(alert):
    shown = shown_alert(alert, alert.alert_type)
    ack = getattr(alert, "acknowledgement", None)
    end = alert.end_time
    shown.update(
        id=alert.pk,
        start_time=alert.start_time.isoformat(),
        end_time="infinity" if end == INFINITY else end.isoformat() if end else None,
        event_details_url=f"/search/event/{alert.pk}",
        acknowledgement=ack
        and {
            "account": {"id": ack.account.pk, "login": ack.account.login, "name": ack.account.name},
            "comment": ack.comment,
            "date": ack.date.isoformat(),
            "comment_html": ack.comment,
        },
    )
    return shown


def shown_netbox(netbox):
    return {
        "id": netbox.pk,
        "sysname": netbox.sysname,
        "room": {"id": netbox.room_id, "location": netbox.room.location_id},
        "organization": {"id": netbox.organization_id, "parent": None},
    }


def shown_interface(interface):
    return {"id": interface.pk, "ifname": interface.ifname, "netbox": {"id": interface.netbox_id}}
