/** The client for Argus's HTTP API. */
@NullMarked
package io.github.argusglue.core.argus.http;

import org.jspecify.annotations.NullMarked;
