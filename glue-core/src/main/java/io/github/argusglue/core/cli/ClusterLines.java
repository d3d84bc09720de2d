package io.github.argusglue.core.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.core.text.SafeText;
import java.util.ArrayList;
import java.util.List;

/** What {@code status} and {@code top} say about the cluster. */
final class ClusterLines {
    private ClusterLines() {}

    /**
     * A line.
     *
     * @param text safe to show
     * @param isProblem whether something does not work
     */
    record ClusterLine(String text, boolean isProblem) {}

    /** Returns the lines; none without a cluster. */
    static List<ClusterLine> of(JsonNode answer) {
        JsonNode cluster = answer.path("cluster");
        List<ClusterLine> lines = new ArrayList<>();
        if (cluster.isObject()) {
            lines.add(line(cluster.path("line"), false));
            cluster.path("problems").forEach(problem -> lines.add(line(problem, true)));
            cluster.path("remarks").forEach(remark -> lines.add(line(remark, false)));
        }
        return lines;
    }

    private static ClusterLine line(JsonNode text, boolean isProblem) {
        return new ClusterLine("cluster: " + SafeText.line(text.asText()), isProblem);
    }
}
