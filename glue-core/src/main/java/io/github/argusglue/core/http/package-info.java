/** The HTTP endpoint: status page, metrics, probes and webhooks. */
@NullMarked
package io.github.argusglue.core.http;

import org.jspecify.annotations.NullMarked;
