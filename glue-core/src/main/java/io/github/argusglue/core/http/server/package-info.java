/** The HTTP server: address, routes and limits. */
@NullMarked
package io.github.argusglue.core.http.server;

import org.jspecify.annotations.NullMarked;
