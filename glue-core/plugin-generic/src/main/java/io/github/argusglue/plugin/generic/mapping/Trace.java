package io.github.argusglue.plugin.generic.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.plugin.generic.message.Documents;
import java.util.ArrayList;
import java.util.List;

/** Collects how the fields of the first elements came about. */
final class Trace {
    private static final int MAX_ELEMENTS = 20;
    private static final int WIDTH = 15;
    private static final int MAX_VALUE = 120;

    private final List<String> lines = new ArrayList<>();
    private int elements;

    void line(String text) {
        lines.add(text);
    }

    /** Begins an element. */
    void element(String text) {
        elements++;
        if (elements <= MAX_ELEMENTS) {
            lines.add(text);
        }
    }

    /** Says what a field became, and which text of the configuration it is from. */
    void field(String name, JsonNode value, Object from) {
        if (elements <= MAX_ELEMENTS) {
            String pad = " ".repeat(Math.max(1, WIDTH - name.length()));
            lines.add("  " + name + pad + excerpt(value) + "  from " + from);
        }
    }

    private static String excerpt(JsonNode value) {
        String text = Documents.text(value);
        return text.length() <= MAX_VALUE ? text : text.substring(0, MAX_VALUE) + "...";
    }

    List<String> lines() {
        if (elements > MAX_ELEMENTS) {
            lines.add("and " + (elements - MAX_ELEMENTS) + " more");
        }
        return List.copyOf(lines);
    }
}
