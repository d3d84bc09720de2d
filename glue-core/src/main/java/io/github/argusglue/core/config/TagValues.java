package io.github.argusglue.core.config;

import java.util.List;

/**
 * The values of one tag.
 *
 * @param values without duplicates
 */
public record TagValues(List<String> values) {}
