package io.github.argusglue.plugin.generic.mapping;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * A part of a document that becomes one message, or one alert of a picture.
 *
 * @param json the part; the document itself if the mapping has no {@code items}
 * @param key its key in the surrounding object, or its index in the surrounding list; empty for the document itself
 * @param document the whole document
 * @param place JSON Pointer of the part; empty for the document itself
 */
record Element(JsonNode json, String key, JsonNode document, String place) {
    static Element ofDocument(JsonNode document) {
        return new Element(document, "", document, "");
    }

    Element inside(JsonNode part, String name) {
        return new Element(
                part, name, document, place + "/" + name.replace("~", "~0").replace("/", "~1"));
    }

    /** Returns the whole document with a place in it, for the elements that are there. */
    Element below(JsonPointer pointer) {
        return new Element(json, key, document, pointer.toString());
    }

    Element with(JsonNode changed) {
        return new Element(changed, key, place.isEmpty() ? changed : document, place);
    }
}
