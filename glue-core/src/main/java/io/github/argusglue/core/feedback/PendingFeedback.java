package io.github.argusglue.core.feedback;

import io.github.argusglue.spi.Feedback;

/**
 * Something that a person did and that the source is to be told.
 *
 * @param feedback what it is told
 * @param after what it knows then
 */
public record PendingFeedback(Feedback feedback, DeliveredState after) {}
