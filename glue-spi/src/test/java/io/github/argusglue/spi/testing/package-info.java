/**
 * Test kit for authors of adapters: a contract to run an adapter through, and what it needs.
 *
 * <p>It is published as the {@code tests} jar of glue-spi, which brings no dependencies of its own: add JUnit Jupiter.
 */
@NullMarked
package io.github.argusglue.spi.testing;

import org.jspecify.annotations.NullMarked;
