package io.github.argusglue.plugin.generic.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The elements of a list or object. */
final class ElementList {
    private ElementList() {}

    /** Returns the elements of a list or the entries of an object; none of anything else. */
    static List<Element> of(Element around, JsonNode node) {
        List<Element> elements = new ArrayList<>();
        if (node.isArray()) {
            for (JsonNode element : node) {
                elements.add(around.inside(element, String.valueOf(elements.size())));
            }
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                elements.add(around.inside(entry.getValue(), entry.getKey()));
            }
        }
        return elements;
    }
}
