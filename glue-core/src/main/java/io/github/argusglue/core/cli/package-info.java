/** The command line. */
@NullMarked
package io.github.argusglue.core.cli;

import org.jspecify.annotations.NullMarked;
