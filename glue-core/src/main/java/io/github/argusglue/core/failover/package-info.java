/** Whether a primary is there, and so whether its sources are this process's to keep in step. */
@NullMarked
package io.github.argusglue.core.failover;

import org.jspecify.annotations.NullMarked;
