package io.github.argusglue.core.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.core.config.GlueConfig;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a check found. */
final class CheckReport {
    private final List<String> effective = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final List<String> online = new ArrayList<>();
    private final List<String> unreachable = new ArrayList<>();
    private @Nullable GlueConfig config;
    private String summary = "";

    /** Records the configuration, and its effective lines if they are to be shown. */
    void checked(GlueConfig checked, boolean verbose) {
        config = checked;
        if (verbose) {
            effective.addAll(checked.effective());
        }
    }

    void warning(Object text) {
        warnings.add(text.toString());
    }

    void fault(Object text) {
        faults.add(text.toString());
    }

    /** Records what another system answered. */
    void online(String text) {
        online.add(text);
    }

    /** Records that another system cannot be used. */
    void unreachable(String text) {
        unreachable.add(text);
    }

    boolean isReachable() {
        return unreachable.isEmpty();
    }

    /** Records the line for a good end. */
    void summary(String text) {
        summary = text;
    }

    boolean isGood() {
        return faults.isEmpty();
    }

    void print(PrintWriter out) {
        effective.forEach(out::println);
        warnings.forEach(warning -> out.println("warning: " + warning));
        faults.forEach(out::println);
        online.forEach(out::println);
        unreachable.forEach(out::println);
        if (isGood() && isReachable()) {
            out.println(summary);
        }
    }

    String toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("ok", isGood() && isReachable());
        add(json, "faults", faults);
        add(json, "warnings", warnings);
        add(json, "online", online);
        add(json, "unreachable", unreachable);
        ArrayNode sources = json.putArray("sources");
        if (config != null) {
            config.sources()
                    .forEach(source -> sources.addObject()
                            .put("source", source.name())
                            .put("type", source.type())
                            .put("argus", source.argus()));
        }
        add(json, "effective", effective);
        return json.toPrettyString();
    }

    private static void add(ObjectNode json, String name, List<String> values) {
        ArrayNode array = json.putArray(name);
        values.forEach(array::add);
    }
}
