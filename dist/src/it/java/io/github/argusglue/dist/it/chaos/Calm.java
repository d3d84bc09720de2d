package io.github.argusglue.dist.it.chaos;

import java.time.Instant;

/** A quiet phase in which everything was correct and nothing changed, so that argus-glue has seen everything. */
record Calm(Instant begin, Instant end) {}
