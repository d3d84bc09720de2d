package io.github.argusglue.core.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.core.cluster.ClusterStatus;
import io.github.argusglue.core.cluster.ClusterSummary;
import java.util.Collection;
import java.util.Locale;
import java.util.TreeMap;

/** The cluster in the answer to the command {@code status}. */
final class ClusterJson {
    private ClusterJson() {}

    static void write(ClusterStatus status, int sources, ObjectNode json) {
        ClusterSummary summary = new ClusterSummary(status, sources);
        json.put("engine", status.engine());
        json.put("member", status.member());
        json.put("session_since", status.session() == null ? null : String.valueOf(status.session()));
        json.put("trouble", status.trouble());
        json.put("on_engine_loss", status.onEngineLoss().name().toLowerCase(Locale.ROOT));
        ArrayNode members = json.putArray("members");
        new TreeMap<>(status.members()).forEach((name, info) -> {
            ObjectNode member = members.addObject();
            member.put("member", name);
            member.put("version", info.version());
            member.put("leaving", info.leaving());
            add(member, "cut_off", info.cutOff());
            member.put("same_sources", !status.otherConfiguration().contains(name));
        });
        json.put("owned", status.owned().size());
        add(json, "without_owner", status.withoutOwner());
        json.put("line", summary.line());
        add(json, "problems", summary.problems());
        add(json, "remarks", summary.remarks());
    }

    private static void add(ObjectNode json, String name, Collection<String> values) {
        ArrayNode array = json.putArray(name);
        values.forEach(array::add);
    }
}
