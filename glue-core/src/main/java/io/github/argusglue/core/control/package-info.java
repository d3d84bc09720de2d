/**
 * The way into a running process from the same machine: one line of JSON in, one line of JSON out, over a local socket.
 */
@NullMarked
package io.github.argusglue.core.control;

import org.jspecify.annotations.NullMarked;
