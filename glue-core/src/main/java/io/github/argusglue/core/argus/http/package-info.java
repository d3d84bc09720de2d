/** The client for Argus's API over HTTP. */
@NullMarked
package io.github.argusglue.core.argus.http;

import org.jspecify.annotations.NullMarked;
