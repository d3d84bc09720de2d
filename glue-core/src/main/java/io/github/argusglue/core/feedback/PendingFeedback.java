package io.github.argusglue.core.feedback;

import io.github.argusglue.spi.Feedback;

/**
 * Feedback that has to be delivered to the source.
 *
 * @param feedback what the source is told
 * @param after what it knows afterwards
 */
public record PendingFeedback(Feedback feedback, DeliveredState after) {}
