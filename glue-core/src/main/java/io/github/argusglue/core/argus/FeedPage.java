package io.github.argusglue.core.argus;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the log of all incidents of all sources, newest timestamp first.
 *
 * @param events as Argus orders them
 * @param next the page of older ones; null at the end
 */
public record FeedPage(List<IncidentEvent> events, @Nullable URI next) {}
