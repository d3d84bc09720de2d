package io.github.argusglue.standin;

import java.time.Instant;

/** A tag on an incident of the stand-in. */
record StoredTag(String text, long addedBy, Instant addedTime) {}
