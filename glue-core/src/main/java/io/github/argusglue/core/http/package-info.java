/** The HTTP endpoint: the page for people, metrics and probes for monitoring, the door for webhooks. */
@NullMarked
package io.github.argusglue.core.http;

import org.jspecify.annotations.NullMarked;
