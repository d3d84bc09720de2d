"""Writes the configuration of nagios.sh's daemon and CGIs into a folder."""

import os
import pathlib
import sys

env, folder = os.environ, pathlib.Path(sys.argv[1])
HOSTS, SERVICES, ACTIVE = (int(env[name]) for name in ("hosts", "services", "active"))
objects = []


def define(kind, **values):
    lines = ["    %s %s\n" % (key, value) for key, value in values.items() if value != ""]
    objects.append("define %s {\n%s}\n" % (kind, "".join(lines)))


days = {day: "00:00-24:00" for day in "monday tuesday wednesday thursday friday saturday sunday".split()}
define("timeperiod", timeperiod_name="always", alias="Always", **days)
define("command", command_name="nothing", command_line="/bin/true")
define("command", command_name="result", command_line=str(folder / "result.sh") + " '$HOSTNAME$' '$SERVICEDESC$'")
for name in ("ocsp", "ochp"):
    if env[name]:
        define("command", command_name=name, command_line=env[name])
define("contact", contact_name="operator", alias="Operator", host_notification_commands="nothing",
       service_notification_commands="nothing", host_notification_period="always", service_notification_period="always")
define("contactgroup", contactgroup_name="noc", alias="Network operations", members="operator")
every = {"register": 0, "check_period": "always", "max_check_attempts": env["attempts"], "retry_interval": 1,
         "active_checks_enabled": 0, "notification_period": "always", "notification_interval": 0,
         "contact_groups": "noc", "flap_detection_enabled": env["flapping"]}
define("host", name="any-host", check_command="nothing", check_interval=0, **every)
define("service", name="any-service", check_command="result", check_interval=env["check_interval"], **every)
define("hostgroup", hostgroup_name="routers", alias="Routers")
define("hostgroup", hostgroup_name="servers", alias="Servers")
define("servicegroup", servicegroup_name="even", alias="Even numbers")
for number in range(1, HOSTS + 1):
    define("host", use="any-host", host_name="host%d" % number, alias="Host number %d" % number,
           address="192.0.2.%d" % (number % 250 + 1), parents="host1" if 1 < number == HOSTS else "",
           hostgroups="routers" if number == 1 else "servers", notes_url="https://wiki.example.org/$HOSTNAME$",
           _SITE="oslo" if number % 2 else "bergen")
for number in range(1, SERVICES + 1):
    define("service", use="any-service", host_name="host%d" % ((number - 1) % HOSTS + 1),
           service_description="Service %d" % number, servicegroups="even" if number % 2 == 0 else "",
           active_checks_enabled=1 if number <= ACTIVE else "", _QUEUE="q%d" % (number % 4))
(folder / "objects.cfg").write_text("\n".join(objects))

main = {
    "cfg_file": "objects.cfg", "log_file": "var/nagios.log", "log_archive_path": "var/archives",
    "object_cache_file": "var/objects.cache", "precached_object_file": "var/objects.precache",
    "status_file": "var/status.dat", "temp_file": "var/status.tmp", "temp_path": "var",
    "lock_file": "var/lock", "command_file": "rw/nagios.cmd", "query_socket": "rw/nagios.qh",
    "check_result_path": "var/checks", "state_retention_file": "var/retention.dat",
}
main = {key: str(folder / value) for key, value in main.items()} | {
    "nagios_user": env["user"], "nagios_group": env["group"], "status_update_interval": env["status_interval"],
    "retain_state_information": 1, "retention_update_interval": 60, "use_retained_program_state": 1,
    "interval_length": 1, "check_external_commands": 1, "check_result_reaper_frequency": 1,
    "execute_service_checks": 1, "execute_host_checks": 0, "translate_passive_host_checks": 1,
    "passive_host_checks_are_soft": 0, "check_service_freshness": 0, "check_host_freshness": 0,
    "enable_notifications": 1, "enable_flap_detection": env["flapping"], "use_syslog": 0,
    "log_external_commands": 1, "log_passive_checks": 0, "event_broker_options": -1, "check_for_updates": 0,
    "enable_environment_macros": 0, "date_format": "iso8601", "check_workers": 4, "daemon_dumps_core": 0,
    "illegal_macro_output_chars": "`~$&|'\"<>",
}
for name, over, stem in (("ocsp", "obsess_over_services", "ocsp"), ("ochp", "obsess_over_hosts", "ochp")):
    if env[name]:
        main |= {over: 1, stem + "_command": name, stem + "_timeout": 5}
if env["perfdata"] == "1":
    fifo = str(folder / "rw" / "perfdata")
    if not os.path.exists(fifo):
        os.mkfifo(fifo)
    main["process_performance_data"] = 1
    for kind, letter, service, ok in (("service", "S", "$SERVICEDESC$", "OK"), ("host", "H", "", "UP")):
        upper = kind.upper()
        fields = [letter, "$TIMET$", "$HOSTNAME$", service, "$%sSTATEID$" % upper, "$%sSTATETYPE$" % upper,
                  "$%sPROBLEMID$" % upper, "$LAST%sPROBLEMID$" % upper, "$LAST%s%s$" % (upper, ok),
                  "$LAST%sCHECK$" % upper, "$%sDOWNTIME$" % upper, "$%sOUTPUT$" % upper]
        main |= {kind + "_perfdata_file": fifo, kind + "_perfdata_file_mode": "p",
                 kind + "_perfdata_file_template": "\\t".join(fields)}
if env["livestatus"]:
    main["broker_module"] = "%s %s" % (env["livestatus"], folder / "rw" / "live")
(folder / "nagios.cfg").write_text("".join("%s=%s\n" % pair for pair in main.items()))

cgi = {"main_config_file": folder / "nagios.cfg", "physical_html_path": "/usr/share/nagios4/htdocs",
       "url_html_path": "/nagios4", "use_authentication": 1, "use_ssl_authentication": 0}
rights = "system_information configuration_information system_commands all_services all_hosts"
cgi |= {"authorized_for_" + right: "argus-glue" for right in rights.split()}
(folder / "cgi.cfg").write_text("".join("%s=%s\n" % pair for pair in cgi.items()))

# The check of what is checked actively: says what was last set.
(folder / "result.sh").write_text("""#!/bin/sh
read -r code output 2>/dev/null <"${0%/*}/results/$1!$2" || { code=0; output='nothing was set'; }
echo "$output|value=1"
exit "$code"
""")
(folder / "result.sh").chmod(0o755)
