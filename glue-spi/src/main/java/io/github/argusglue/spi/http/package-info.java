/**
 * HTTP for adapters: {@link io.github.argusglue.spi.SourceContext#http} returns a client that the core makes. It
 * applies the keys that every HTTP source has (certificates, proxy, credentials, timeout, budget), sorts failures into
 * the kinds of {@link io.github.argusglue.spi.SourceException}, and ends every call when the adapter is closed.
 */
@NullMarked
package io.github.argusglue.spi.http;

import org.jspecify.annotations.NullMarked;
