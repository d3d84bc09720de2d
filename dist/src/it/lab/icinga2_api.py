"""Requests of icinga2.sh to the API, as the user operator: PORT CA_FILE COMMAND ARGUMENT..."""

import base64
import http.client
import json
import ssl
import sys
import time
import urllib.parse

PORT, CA_FILE, COMMAND, *ARGUMENTS = sys.argv[1:]
STATES = {"OK": 0, "UP": 0, "WARNING": 1, "DOWN": 1, "CRITICAL": 2, "UNKNOWN": 3}


def call(method, path, body=None):
    """Sends one request; one that reads may have a body, too."""
    context = ssl.create_default_context(cafile=CA_FILE)
    context.check_hostname = False  # it is the name of the node, not an address
    connection = http.client.HTTPSConnection("127.0.0.1", int(PORT), context=context, timeout=30)
    headers = {
        "Accept": "application/json",
        "Authorization": "Basic " + base64.b64encode(b"operator:lab operator").decode(),
        "X-HTTP-Method-Override": method,
    }
    connection.request("POST", path, json.dumps(body or {}), headers)
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())


def act(action, **arguments):
    status, answer = call("POST", "/v1/actions/" + action, arguments)
    if status != 200:
        sys.exit("icinga2.sh: %s: %d: %s" % (action, status, answer))


def about(host, service):
    if service == "-":
        return {"type": "Host", "host": host}
    return {"type": "Service", "service": host + "!" + service}


def result(state, output):
    if state not in STATES:
        sys.exit("icinga2.sh: there is no state '%s'" % state)
    return {"exit_status": STATES[state], "plugin_output": output}


def path(host, service):
    kind, name = ("hosts", host) if service == "-" else ("services", host + "!" + service)
    return "/v1/objects/%s/%s" % (kind, urllib.parse.quote(name, safe=""))


def mass(state, word, count, after):
    numbers = {"after": int(after), "last": int(after) + int(count)}
    chosen = "service.vars.number > after && service.vars.number <= last"
    act("process-check-result", type="Service", filter=chosen, filter_vars=numbers, **result(state, state + " - " + word))


def main():
    if COMMAND == "started":
        _, answer = call("GET", "/v1/status/IcingaApplication")
        print(answer["results"][0]["status"]["icingaapplication"]["app"]["program_start"])
    elif COMMAND == "seed":
        for kind in "Host", "Service":
            act("process-check-result", type=kind, filter="true", exit_status=0, plugin_output="OK - first result")
    elif COMMAND == "set":
        host, service, state, output = ARGUMENTS
        act("process-check-result", **about(host, service), **result(state, output))
    elif COMMAND == "flap":
        host, service, times = ARGUMENTS
        states = ("DOWN", "UP") if service == "-" else ("CRITICAL", "OK")
        for turn in range(int(times)):
            output = "flap %d" % (turn + 1)
            act("process-check-result", **about(host, service), **result(states[turn % 2], output))
    elif COMMAND == "mass":
        mass(*ARGUMENTS)
    elif COMMAND == "ack":
        host, service, author, text = ARGUMENTS
        act("acknowledge-problem", **about(host, service), author=author, comment=text, sticky=True, notify=False)
    elif COMMAND == "unack":
        act("remove-acknowledgement", **about(*ARGUMENTS))
    elif COMMAND == "comment":
        host, service, author, text = ARGUMENTS
        act("add-comment", **about(host, service), author=author, comment=text)
    elif COMMAND == "downtime":
        host, service, seconds = ARGUMENTS
        now = int(time.time())
        act("schedule-downtime", **about(host, service), author="operator", comment="planned work", fixed=True,
            start_time=now, end_time=now + int(seconds))
    elif COMMAND == "notifications":
        host, service, word = ARGUMENTS
        call("POST", path(host, service), {"attrs": {"enable_notifications": word == "on"}})
    elif COMMAND == "comments":
        host, service = ARGUMENTS
        names = {"wanted_host": host, "wanted_service": "" if service == "-" else service}
        chosen = "comment.host_name == wanted_host && comment.service_name == wanted_service"
        _, answer = call("GET", "/v1/objects/comments", {"filter": chosen, "filter_vars": names})
        for comment in sorted((found["attrs"] for found in answer["results"]), key=lambda found: found["entry_time"]):
            print("%(entry_type)d %(author)s: %(text)s" % comment)
    elif COMMAND == "show":
        host, service, attribute = ARGUMENTS
        _, answer = call("GET", path(host, service))
        print(json.dumps(answer["results"][0]["attrs"][attribute]))
    elif COMMAND == "api":
        method, where, text = ARGUMENTS
        print(json.dumps(call(method, where, json.loads(text or "{}"))[1]))
    else:
        sys.exit("icinga2.sh: unknown request " + COMMAND)


main()
