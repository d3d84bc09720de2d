/** Actions become requests to Argus, and answers become facts. */
@NullMarked
package io.github.argusglue.core.apply;

import org.jspecify.annotations.NullMarked;
