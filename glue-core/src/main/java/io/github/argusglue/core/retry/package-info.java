/** When to try again, and how often to say that something fails. */
@NullMarked
package io.github.argusglue.core.retry;

import org.jspecify.annotations.NullMarked;
