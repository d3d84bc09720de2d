/** The installed program against the real Argus, Prometheus and Alertmanager. */
@NullMarked
package io.github.argusglue.dist.it;

import org.jspecify.annotations.NullMarked;
