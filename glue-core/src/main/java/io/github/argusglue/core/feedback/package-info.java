/** Tells sources what people did in Argus, and copies the logs of sources to incidents. */
@NullMarked
package io.github.argusglue.core.feedback;

import org.jspecify.annotations.NullMarked;
