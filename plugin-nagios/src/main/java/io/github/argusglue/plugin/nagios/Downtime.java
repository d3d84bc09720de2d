package io.github.argusglue.plugin.nagios;

import java.time.Instant;

/**
 * A downtime that is in effect.
 *
 * @param author who planned it
 * @param text what it is for
 * @param until when it ends
 */
record Downtime(String author, String text, Instant until) {}
