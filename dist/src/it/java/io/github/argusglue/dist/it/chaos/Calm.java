package io.github.argusglue.dist.it.chaos;

import java.time.Instant;

/** A time in which everything was as it should be and nothing changed, so that argus-glue has seen all of it. */
record Calm(Instant begin, Instant end) {}
