/** For the tests of adapters. */
@NullMarked
package io.github.argusglue.spi.testing;

import org.jspecify.annotations.NullMarked;
