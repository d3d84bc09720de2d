package io.github.argusglue.core.argus;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the log of all incidents of all sources, newest timestamp first.
 *
 * @param events in the order of Argus
 * @param next link to the page of older events; null on the last page
 */
public record FeedPage(List<IncidentEvent> events, @Nullable URI next) {}
