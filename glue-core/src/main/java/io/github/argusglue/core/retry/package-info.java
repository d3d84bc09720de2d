/** When to retry, and how often to log a repeated fault. */
@NullMarked
package io.github.argusglue.core.retry;

import org.jspecify.annotations.NullMarked;
