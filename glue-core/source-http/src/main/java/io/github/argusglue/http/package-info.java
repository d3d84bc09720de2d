/** HTTP for adapters: the client behind {@link io.github.argusglue.spi.SourceContext#http}, made of OkHttp. */
@NullMarked
package io.github.argusglue.http;

import org.jspecify.annotations.NullMarked;
