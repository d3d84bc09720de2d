package io.github.argusglue.core.source;

import io.github.argusglue.spi.Feedback;

/**
 * Something that a person did and that the source is to be told.
 *
 * @param feedback what it is told
 * @param after what it knows then
 */
record Deed(Feedback feedback, Told after) {}
