/** The interface to an Argus server as one source sees it: values, client, failures. */
@NullMarked
package io.github.argusglue.core.argus;

import org.jspecify.annotations.NullMarked;
