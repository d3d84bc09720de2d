"""Requests of zabbix.sh to the API, as Admin, and values to the server: DIR WEB_PORT SERVER_PORT COMMAND ARGUMENT..."""

import json
import os
import socket
import struct
import sys
import time
import urllib.request

DIR, WEB_PORT, SERVER_PORT, COMMAND, *ARGUMENTS = sys.argv[1:]
TAGS = {
    1: [{"tag": "component", "value": "disk"}, {"tag": "scope", "value": "capacity"}, {"tag": "scope", "value": "notice"}],
    2: [{"tag": "customer-facing", "value": ""}, {"tag": "Operating System", "value": "Linux"}],
}
MACROS = {
    "eventid": "{EVENT.ID}",
    "value": "{EVENT.VALUE}",
    "severity": "{EVENT.NSEVERITY}",
    "hostname": "{HOST.NAME}",
    "name": "{EVENT.NAME}",
    "timestamp": "{EVENT.TIMESTAMP}",
    "triggerid": "{TRIGGER.ID}",
    "tags": "{EVENT.TAGSJSON}",
    "update_status": "{EVENT.UPDATE.STATUS}",
    "update_action": "{EVENT.UPDATE.ACTIONJSON}",
    "update_user": "{USER.FULLNAME}",
}
SCRIPT = """
var params = JSON.parse(value), request = new HttpRequest(), payload = {};
request.addHeader('Content-Type: application/json');
request.addHeader('X-Webhook-Secret: ' + params.secret);
for (var name in params) {
    if (name !== 'url' && name !== 'secret') { payload[name] = params[name]; }
}
var answer = request.post(params.url, JSON.stringify(payload));
if (request.getStatus() < 200 || request.getStatus() >= 300) { throw 'status ' + request.getStatus() + ': ' + answer; }
return 'OK';
"""


def call(method, params, auth=None):
    body = {"jsonrpc": "2.0", "method": method, "params": params, "id": 1}
    if auth:
        body["auth"] = auth
    url = "http://127.0.0.1:%s/api_jsonrpc.php" % WEB_PORT
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json-rpc"})
    with urllib.request.urlopen(request, timeout=120) as response:
        answer = json.load(response)
    if "error" in answer:
        sys.exit("zabbix.sh: %s: %s" % (method, answer["error"]))
    return answer["result"]


def admin():
    """Returns the session of Admin, made once."""
    path = os.path.join(DIR, "session")
    if not os.path.exists(path):
        session = call("user.login", {"username": "Admin", "password": "zabbix"})
        with open(path, "w", encoding="ascii") as file:
            file.write(session)
    with open(path, encoding="ascii") as file:
        return file.read()


def ask(method, params):
    return call(method, params, admin())


def seed(hosts, triggers):
    lab, odd = (ask("hostgroup.create", {"name": name})["groupids"][0] for name in ("Lab", "Odd hosts"))
    made = ask("host.create", [
        {"host": "host%d" % number, "name": "Host number %d" % number,
         "groups": [{"groupid": lab}] + ([{"groupid": odd}] if number % 2 else [])}
        for number in range(1, hosts + 1)
    ])["hostids"]
    for number, hostid in enumerate(made, 1):
        ask("item.create", [
            {"hostid": hostid, "name": "Fault %d" % k, "key_": "fault.%d" % k, "type": 2, "value_type": 3}
            for k in range(1, triggers + 1)
        ])
    for number in range(1, hosts + 1):
        name = "host%d" % number
        ask("trigger.create", [
            {"description": "Fault %d on {HOST.HOST}" % k, "priority": k % 6, "tags": TAGS.get(k, []), "manual_close": 1,
             "expression": "last(/%s/fault.%d)>0" % (name, k)
             + (" and last(/host2/fault.1)>=0" if number == 1 and k == 3 and hosts > 1 else "")}
            for k in range(1, triggers + 1)
        ])
    role = ask("role.get", {"filter": {"name": "Admin role"}})[0]["roleid"]
    group = ask("usergroup.create", {"name": "Glue", "rights": [{"id": lab, "permission": 3}, {"id": odd, "permission": 3}]})
    user = ask("user.create", {"username": "glue", "passwd": "lab-Secret-7", "roleid": role, "name": "Argus", "surname": "Glue",
                               "usrgrps": [{"usrgrpid": group["usrgrpids"][0]}]})["userids"][0]
    token = ask("token.create", {"name": "glue", "userid": user})["tokenids"][0]
    with open(os.path.join(DIR, "token"), "w", encoding="ascii") as file:
        file.write(ask("token.generate", [token])[0]["token"])


def send(values):
    """Sends values and returns how many the server took."""
    data = json.dumps({"request": "sender data", "data": values}).encode()
    with socket.create_connection(("127.0.0.1", int(SERVER_PORT)), timeout=30) as connection:
        connection.sendall(b"ZBXD\x01" + struct.pack("<Q", len(data)) + data)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    info = json.loads(answer[13:])["info"]
    return int(info.split("processed: ")[1].split(";")[0])


def await_hosts():
    """Waits until the server knows the newest host, and gives every item its first value."""
    hosts = ask("host.get", {"output": ["host"], "filter": {"status": 0}, "selectItems": ["key_"], "sortfield": "hostid"})
    first = [{"host": host["host"], "key": item["key_"], "value": "0"} for host in hosts for item in host["items"]]
    deadline = time.monotonic() + 30
    while send(first) < len(first):
        if time.monotonic() > deadline:
            sys.exit("zabbix.sh: the server does not take values for the hosts")
        time.sleep(0.2)


def make_hook():
    """Makes the media type, which is off, and the action before the server reads its configuration."""
    texts = [{"eventsource": 0, "recovery": recovery, "subject": "s", "message": "m"} for recovery in (0, 1, 2)]
    media = ask("mediatype.create", {"name": "Argus", "type": 4, "script": SCRIPT, "maxsessions": 0, "maxattempts": 3,
                                     "status": 1, "message_templates": texts})["mediatypeids"][0]
    user = ask("user.get", {"filter": {"username": "glue"}})[0]["userid"]
    ask("user.update", {"userid": user, "medias": [{"mediatypeid": media, "sendto": "argus"}]})
    operation = {"operationtype": 0, "opmessage": {"mediatypeid": media}, "opmessage_usr": [{"userid": user}]}
    ask("action.create", {"name": "Send to Argus", "eventsource": 0, "esc_period": "1h", "operations": [operation],
                          "recovery_operations": [operation], "update_operations": [operation]})


def hook(url, secret):
    values = {"url": url, "secret": secret, **MACROS}
    media = ask("mediatype.get", {"filter": {"name": "Argus"}})[0]["mediatypeid"]
    ask("mediatype.update", {"mediatypeid": media, "status": 0,
                             "parameters": [{"name": name, "value": value} for name, value in values.items()]})


def main():
    if COMMAND == "version":
        print(call("apiinfo.version", {}))
    elif COMMAND == "seed":
        seed(*map(int, ARGUMENTS))
        make_hook()
    elif COMMAND == "await":
        await_hosts()
    elif COMMAND == "call":
        print(json.dumps(ask(ARGUMENTS[0], json.loads(ARGUMENTS[1]))))
    elif COMMAND == "hook":
        hook(*ARGUMENTS)
    elif COMMAND == "send":
        lines = [value.split(":") for value in ARGUMENTS[0].split(",")]
        values = [{"host": host, "key": "fault." + trigger, "value": value} for host, trigger, value in lines]
        taken = send(values)
        if taken != len(values):
            sys.exit("zabbix.sh: the server took %d of %d values" % (taken, len(values)))
    else:
        sys.exit("zabbix.sh: unknown request " + COMMAND)


main()
