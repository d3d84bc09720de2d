/** Runs one adapter alone, without Argus, and reports what it returns and does. */
@NullMarked
package io.github.argusglue.core.trial;

import org.jspecify.annotations.NullMarked;
