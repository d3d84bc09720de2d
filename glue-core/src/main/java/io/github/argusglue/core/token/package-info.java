/** The sources' tokens in Argus: when they expire, warnings, and renewal. */
@NullMarked
package io.github.argusglue.core.token;

import org.jspecify.annotations.NullMarked;
