package io.github.argusglue.plugin.nagios.standin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of Livestatus 1.5 as far as the stand-in has them: rows of values by column. */
final class LivestatusTable {
    private LivestatusTable() {}

    /** Returns a table; empty if there is none with this name. */
    static List<Map<String, Object>> rows(String table, StandInNagios nagios) {
        List<Map<String, Object>> rows = new ArrayList<>();
        switch (table) {
            case "hosts" ->
                nagios.objects().stream()
                        .filter(StandInObject::isHost)
                        .forEach(host -> rows.add(object(nagios, host, "")));
            case "services" ->
                nagios.objects().stream()
                        .filter(object -> !object.isHost())
                        .forEach(service -> rows.add(service(nagios, service)));
            case "comments" -> nagios.comments().forEach(comment -> rows.add(comment(comment)));
            case "downtimes" -> nagios.downtimes().forEach(downtime -> rows.add(downtime(downtime)));
            case "status" -> rows.add(status(nagios));
            case "columns" -> columns(rows);
            default -> throw new IllegalArgumentException(table);
        }
        return rows;
    }

    private static Map<String, Object> service(StandInNagios nagios, StandInObject service) {
        Map<String, Object> row = object(nagios, service, "");
        row.putAll(object(nagios, nagios.object(service.host, ""), "host_"));
        return row;
    }

    private static Map<String, Object> object(StandInNagios nagios, StandInObject object, String prefix) {
        StandInObject.Check check = object.check;
        Map<String, Object> row = new LinkedHashMap<>();
        if (object.isHost()) {
            row.put(prefix + "name", object.host);
            row.put(prefix + "alias", object.alias);
            row.put(prefix + "address", object.address);
            row.put(prefix + "parents", object.parents);
            row.put(prefix + "last_time_up", check.lastTime[0]);
            row.put(prefix + "last_time_down", check.lastTime[1]);
        } else {
            row.put("host_name", object.host);
            row.put("description", object.service);
            row.put("last_time_ok", check.lastTime[0]);
            row.put("last_time_critical", check.lastTime[2]);
        }
        row.put(prefix + "display_name", object.isHost() ? object.host : object.service);
        row.put(prefix + "state", check.state);
        row.put(prefix + "state_type", check.hard ? 1 : 0);
        row.put(prefix + "last_hard_state", check.lastHardState);
        row.put(prefix + "has_been_checked", check.checked ? 1 : 0);
        row.put(prefix + "current_attempt", check.attempt);
        row.put(prefix + "max_check_attempts", object.maxAttempts);
        row.put(prefix + "last_check", check.lastCheck);
        row.put(prefix + "last_state_change", check.lastStateChange);
        row.put(prefix + "last_hard_state_change", check.lastHardStateChange);
        row.put(prefix + "plugin_output", check.output);
        row.put(prefix + "long_plugin_output", check.longOutput);
        row.put(prefix + "perf_data", check.perfData);
        row.put(prefix + "acknowledged", check.acknowledgement == 0 ? 0 : 1);
        row.put(prefix + "acknowledgement_type", check.acknowledgement);
        row.put(prefix + "scheduled_downtime_depth", nagios.downtimeDepth(object.host, object.service));
        row.put(prefix + "is_flapping", check.flapping ? 1 : 0);
        row.put(prefix + "notifications_enabled", object.notifying ? 1 : 0);
        row.put(prefix + "groups", object.groups);
        row.put(prefix + "contact_groups", object.contactGroups);
        row.put(prefix + "custom_variables", object.variables);
        row.put(prefix + "notes_url_expanded", object.expandedNotesUrl());
        List<Object> comments = new ArrayList<>();
        nagios.comments(object.host, object.service)
                .forEach(c -> comments.add(List.of(c.id(), c.author(), c.text(), c.at(), c.entryType(), 0, 0)));
        row.put(prefix + "comments_with_info", comments);
        return row;
    }

    private static Map<String, Object> comment(StandInComment comment) {
        Map<String, Object> row = about(comment.host(), comment.service());
        row.put("id", comment.id());
        row.put("author", comment.author());
        row.put("comment", comment.text());
        row.put("entry_type", comment.entryType());
        row.put("entry_time", comment.at());
        row.put("persistent", comment.persistent() ? 1 : 0);
        return row;
    }

    private static Map<String, Object> downtime(StandInDowntime downtime) {
        Map<String, Object> row = about(downtime.host(), downtime.service());
        row.put("id", downtime.id());
        row.put("author", downtime.author());
        row.put("comment", downtime.text());
        row.put("start_time", downtime.start());
        row.put("end_time", downtime.end());
        row.put("fixed", 1);
        return row;
    }

    private static Map<String, Object> about(String host, String service) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("host_name", host);
        row.put("service_description", service);
        return row;
    }

    private static Map<String, Object> status(StandInNagios nagios) {
        long hosts = nagios.objects().stream().filter(StandInObject::isHost).count();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("enable_notifications", nagios.isNotifying() ? 1 : 0);
        row.put("livestatus_version", "1.5.1.source-naemon");
        row.put("nagios_pid", 4711);
        row.put("num_hosts", hosts);
        row.put("num_services", nagios.objects().size() - hosts);
        row.put("program_start", nagios.programStart());
        row.put("program_version", "1.5.2");
        return row;
    }

    /** The table of columns, made of the columns of an example. */
    private static void columns(List<Map<String, Object>> rows) {
        StandInNagios example = new StandInNagios(java.time.Clock.systemUTC());
        example.addHost("h");
        example.addService("h", "s");
        example.apply("[1] SCHEDULE_HOST_DOWNTIME;h;1;9999999999;1;0;1;a;t");
        for (String table : List.of("hosts", "services", "comments", "downtimes", "status")) {
            rows(table, example).get(0).forEach((name, value) -> {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("table", table);
                row.put("name", name);
                row.put("type", type(value));
                rows.add(row);
            });
        }
    }

    private static String type(Object value) {
        if (value instanceof Map) {
            return "dict";
        }
        if (value instanceof List) {
            return "list";
        }
        return value instanceof String ? "string" : "int";
    }
}
