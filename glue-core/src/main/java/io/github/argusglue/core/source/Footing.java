package io.github.argusglue.core.source;

/** What a source has once Argus was listed for the first time; it lasts as long as the cycle. */
record Footing(Books books, Exchange exchange, Heartbeat heartbeat) {}
