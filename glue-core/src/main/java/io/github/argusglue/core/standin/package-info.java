/** An Argus on loopback that behaves like the real one, for the demo and for tests. */
@NullMarked
package io.github.argusglue.core.standin;

import org.jspecify.annotations.NullMarked;
