/**
 * Commands to a running process on the same machine: one line of JSON as request and one as response, over a Unix
 * domain socket.
 */
@NullMarked
package io.github.argusglue.core.control;

import org.jspecify.annotations.NullMarked;
