"""The REST API: as much as a glue service asks."""
import datetime

from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.urls import path

from nav.models.api import APIToken
from nav.models.event import AlertHistory
from nav.models.fields import INFINITY
from nav.models.manage import Interface, Netbox
from nav.web.shown import shown_history, shown_interface, shown_netbox


def permitted(endpoint, view):
    def check(request, **arguments):
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        token = APIToken.objects.filter(token=key, expires__gt=datetime.datetime.now()).first()
        if scheme != "Token" or not token:
            return JsonResponse({"detail": "Authentication credentials were not provided."}, status=403)
        if endpoint not in token.endpoints:
            return JsonResponse({"detail": "You do not have permission to perform this action."}, status=403)
        return view(request, **arguments)

    return check


def one(model, show):
    def view(request, pk):
        found = model.objects.filter(pk=pk).first()
        return JsonResponse(show(found)) if found else JsonResponse({"detail": "No match."}, status=404)

    return view


def alerts(request):
    wanted = Q(end_time=INFINITY)
    if request.GET.get("stateless"):
        since = datetime.datetime.now() - datetime.timedelta(hours=int(request.GET.get("stateless_threshold", 24)))
        wanted |= Q(end_time__isnull=True, start_time__gte=since)
    found = AlertHistory.objects.filter(wanted)
    if not request.GET.get("acknowledged"):
        found = found.filter(acknowledgement__isnull=True)
    shown = [shown_history(alert) for alert in found]
    if not request.GET.get("on_maintenance"):
        shown = [alert for alert in shown if not alert["on_maintenance"]]
    size, page = int(request.GET.get("page_size", 100)), int(request.GET.get("page", 1))
    if page > 1 and (page - 1) * size >= len(shown):
        return JsonResponse({"detail": "Invalid page."}, status=404)
    more = page * size < len(shown)
    return JsonResponse(
        {
            "count": len(shown),
            "next": request.build_absolute_uri(f"?page={page + 1}") if more else None,
            "previous": None,
            "results": shown[(page - 1) * size : page * size],
        }
    )


urlpatterns = [
    path("api/1/alert/", permitted("alert", alerts)),
    path("api/1/alert/<int:pk>/", permitted("alert", one(AlertHistory, shown_history))),
    path("api/1/netbox/<int:pk>/", permitted("netbox", one(Netbox, shown_netbox))),
    path("api/1/interface/<int:pk>/", permitted("interface", one(Interface, shown_interface))),
    path("search/event/<int:event_id>", lambda request, event_id: HttpResponse(), name="event-details"),
]
