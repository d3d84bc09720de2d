package io.github.argusglue.plugin.generic.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.spi.LeftOut;
import java.util.List;

/**
 * What a mapping made of a document.
 *
 * @param messages messages in the documented format, each as
 *     {@link io.github.argusglue.plugin.generic.message.MessageReader} reads it; none if the document is to be ignored
 * @param leftOut elements that say that an alert is open, and that the conditions leave out
 * @param trace how each field came about, for people; one line each
 */
public record MappingResult(List<JsonNode> messages, LeftOut leftOut, List<String> trace) {}
