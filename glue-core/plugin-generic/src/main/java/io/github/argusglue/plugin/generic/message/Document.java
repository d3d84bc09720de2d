package io.github.argusglue.plugin.generic.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One JSON document as it arrived, before any mapping.
 *
 * @param json the document
 * @param received when it arrived, by our clock; for a file, when it was last modified
 * @param origin where it came from, for messages to people: {@code POST}, {@code 'alerts.json'}, {@code line 12 of
 *     standard input}
 */
public record Document(JsonNode json, Instant received, String origin) {}
