/** Which source a log line is about. */
@NullMarked
package io.github.argusglue.core.log;

import org.jspecify.annotations.NullMarked;
