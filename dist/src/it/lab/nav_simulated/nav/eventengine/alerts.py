from nav.eventengine import export
from nav.models.event import AlertHistory, AlertHistoryMessage, AlertType
from nav.models.fields import INFINITY
from nav.web.shown import shown_alert

TEXTS = {"s": "{} began: {}", "x": "{} noticed: {}", "e": "{} is over: {}"}


class AlertGenerator:
    """Makes an alert from an event: writes the history and exports it."""

    def __init__(self, event):
        self.event = event
        self.alert_type = event.varmap.get("alerttype")

    def post(self):
        event = self.event
        if event.state == "e":
            history = AlertHistory.objects.unresolved(event.event_type_id).filter(
                netbox=event.netbox, subid=event.subid
            ).first()
            if history:
                history.end_time = event.time
                history.save()
        else:
            history = AlertHistory.objects.create(
                source=event.source,
                netbox=event.netbox,
                subid=event.subid,
                event_type=event.event_type,
                alert_type=AlertType.objects.filter(name=self.alert_type).first(),
                start_time=event.time,
                end_time=INFINITY if event.state == "s" else None,
                value=event.value,
                severity=event.severity,
            )
        message = TEXTS[event.state].format(self.alert_type, event.get_subject())
        if history:
            AlertHistoryMessage.objects.create(
                alert_history=history, state=event.state, type="sms", language="en", message=message
            )
        if export.exporter:
            export.exporter.export(exported(event, history, self.alert_type, message))
        return history


def exported(event, history, alert_type, message):
    alert_type = AlertType.objects.filter(name=alert_type).first()
    shown = shown_alert(event, alert_type)
    shown.update(
        id=history.pk + 100000 if history else None,
        time=event.time.isoformat(),
        message=message,
        state=event.state,
        history=history.pk if history else None,
        alert_details_url=f"/api/1/alert/{history.pk}/" if history else None,
    )
    return shown
